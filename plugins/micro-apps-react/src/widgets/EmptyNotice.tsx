import { makeStyles, type Theme } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { ReactNode } from 'react';

const useStyles = makeStyles((theme: Theme) => ({
  box: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    textAlign: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(4, 2),
    color: theme.palette.text.primary,
  },
  text: { maxWidth: '60ch' },
}));

/** Nothing here: why, whether that is good, and what to do. @public */
export function EmptyNotice(props: {
  title: string;
  text?: ReactNode;
  /** Usually one button. */
  action?: ReactNode;
}) {
  const { title, text, action } = props;
  const classes = useStyles();
  return (
    <div className={classes.box} role="status">
      <Typography variant="h6" component="p">
        {title}
      </Typography>
      {text && (
        <Typography variant="body1" className={classes.text}>
          {text}
        </Typography>
      )}
      {action}
    </div>
  );
}
