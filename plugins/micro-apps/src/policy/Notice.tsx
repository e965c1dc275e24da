import { makeStyles } from '@material-ui/core/styles';
import Alert from '@material-ui/lab/Alert';
import AlertTitle from '@material-ui/lab/AlertTitle';
import type { ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  /** MUI's own colours of an alert have too little contrast in dark mode. */
  text: { color: theme.palette.text.primary },
}));

/** Something to know, here since the page is; nobody is interrupted. */
export function Notice(props: {
  severity: 'info' | 'warning' | 'error';
  title: string;
  children?: ReactNode;
}) {
  const { severity, title, children } = props;
  const { text } = useStyles();
  return (
    <Alert
      severity={severity}
      variant="outlined"
      role="note"
      aria-label={title}
      classes={{ message: text }}
    >
      <AlertTitle>{title}</AlertTitle>
      {children}
    </Alert>
  );
}
