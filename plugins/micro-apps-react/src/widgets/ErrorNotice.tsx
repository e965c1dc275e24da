import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import AlertTitle from '@material-ui/lab/AlertTitle';
import { makeStyles, type Theme } from '@material-ui/core/styles';
import { MicroAppsError } from '@micro-apps/plugin-micro-apps-common';
import { useReactTexts } from '../translation/useReactTexts';

const ADVICE = [
  'signed-out',
  'not-allowed',
  'unknown-record',
  'too-large',
  'busy',
  'changed-since-you-looked',
  'directory-unavailable',
  'invalid-input',
] as const;

/** Of these codes the registry's own sentence says already what to do. */
const SAYS_ITSELF: ReadonlySet<string> = new Set([
  'name-taken',
  'gate-closed',
  'not-eligible',
  'not-in-this-state',
  'integration-unknown',
]);

type AdviceCode = (typeof ADVICE)[number] | 'failed';

function adviceOf(error: Error): AdviceCode | undefined {
  const code = error instanceof MicroAppsError ? error.code : 'failed';
  if (SAYS_ITSELF.has(code)) return undefined;
  return ADVICE.find(known => known === code) ?? 'failed';
}

const useStyles = makeStyles((theme: Theme) => ({
  alert: { '& $message': { width: '100%' } },
  message: {},
  list: { margin: theme.spacing(1, 0, 0), paddingLeft: theme.spacing(2.5) },
  /** MUI's own colours of an alert have too little contrast in dark mode. */
  text: { color: theme.palette.text.primary, overflowWrap: 'anywhere' },
}));

/**
 * Why something did not work, what to do next, and which fields are meant.
 * @public
 */
export function ErrorNotice(props: { error: Error; onRetry?: () => void }) {
  const { error, onRetry } = props;
  const t = useReactTexts();
  const classes = useStyles();
  const advice = adviceOf(error);
  const details = error instanceof MicroAppsError ? error.details : [];
  const others = details.filter(({ message }) => message !== error.message);
  return (
    <Alert
      severity="error"
      variant="outlined"
      classes={{ root: classes.alert, message: classes.message }}
      action={
        onRetry && (
          <Button color="inherit" size="small" onClick={onRetry}>
            {t('error.retry')}
          </Button>
        )
      }
    >
      <AlertTitle className={classes.text}>{t('error.title')}</AlertTitle>
      <Typography variant="body2" className={classes.text}>
        {error.message}
      </Typography>
      {advice && (
        <Typography variant="body2" className={classes.text}>
          {t(`error.${advice}`)}
        </Typography>
      )}
      {others.length > 0 && (
        <ul className={classes.list}>
          {others.map(({ path, message }) => (
            <Typography
              key={`${path ?? ''}:${message}`}
              component="li"
              variant="body2"
              className={classes.text}
            >
              {message}
            </Typography>
          ))}
        </ul>
      )}
    </Alert>
  );
}
