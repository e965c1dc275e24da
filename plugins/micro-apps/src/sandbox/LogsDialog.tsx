import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import Typography from '@material-ui/core/Typography';
import {
  ErrorNotice,
  LoadingRows,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useTexts } from '../translation/useTexts';

const LINES = 100;

/** The newest lines of the sandbox's log. */
export function LogsDialog(props: { appId: string; onClose: () => void }) {
  const { appId, onClose } = props;
  const t = useTexts();
  const api = useMicroAppsApi();
  const { value, error, reload } = useAsyncResource(
    () => api.getSandboxLogs(appId, { limit: LINES }),
    [api, appId],
  );
  return (
    <Dialog
      open
      onClose={onClose}
      fullWidth
      maxWidth="md"
      aria-labelledby="sandbox-logs"
    >
      <DialogTitle id="sandbox-logs">
        {t('sandbox.log.title', { lines: String(LINES) })}
      </DialogTitle>
      <DialogContent>
        {error && <ErrorNotice error={error} onRetry={reload} />}
        {!value && !error && <LoadingRows rows={5} />}
        {value?.items.length === 0 && (
          <Typography>{t('sandbox.log.none')}</Typography>
        )}
        <pre style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {value?.items.map(({ at, text }) => `${at} ${text}`).join('\n')}
        </pre>
      </DialogContent>
      <DialogActions>
        <Button onClick={() => reload()}>{t('sandbox.log.refresh')}</Button>
        <Button onClick={onClose}>{t('sandbox.log.close')}</Button>
      </DialogActions>
    </Dialog>
  );
}
