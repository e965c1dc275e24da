import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import LinearProgress from '@material-ui/core/LinearProgress';
import Typography from '@material-ui/core/Typography';
import type { SandboxView } from '@micro-apps/plugin-micro-apps-common';
import {
  ErrorNotice,
  LoadingRows,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useAppDetail } from '../risk/useAppDetail';
import { useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';
import { LogsDialog } from './LogsDialog';

/** Open, start, stop, logs, update from the repository. */
export function SandboxCard({ appId }: { appId: string }) {
  const t = useTexts();
  const { value: app, error, reload } = useAppDetail(appId);
  return (
    <InfoCard title={t('sandbox.title')} variant="gridItem">
      {!app && error && <ErrorNotice error={error} onRetry={reload} />}
      {!app && !error && <LoadingRows rows={3} />}
      {app && (
        <Sandbox
          appId={appId}
          sandbox={app.sandbox}
          mayRun={app.viewer.canEdit}
          mayRead={app.viewer.canRead}
          onDone={reload}
        />
      )}
    </InfoCard>
  );
}

function Sandbox(props: {
  appId: string;
  sandbox: SandboxView;
  mayRun: boolean;
  mayRead: boolean;
  onDone: () => void;
}) {
  const { appId, sandbox, mayRun, mayRead, onDone } = props;
  const { state, url, step, behind, commit, reason } = sandbox;
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const [showLogs, setShowLogs] = useState(false);
  const press = (work: () => Promise<unknown>, done: string) => async () => {
    await act(work, done);
    onDone();
  };
  return (
    <>
      <Typography variant="body1" role="status">
        {state === 'preparing' && step
          ? t('sandbox.preparingStep', { step })
          : t(`sandbox.${state}`)}
      </Typography>
      {state === 'preparing' && (
        <LinearProgress aria-label={t('sandbox.preparing')} />
      )}
      {commit && (
        <Typography variant="body2" color="textSecondary">
          {t(behind ? 'sandbox.behind' : 'sandbox.commit', {
            commit: commit.slice(0, 7),
          })}
        </Typography>
      )}
      {reason && state === 'failed' && (
        <Typography variant="body2" color="error">
          {reason}
        </Typography>
      )}
      {state === 'failed' && (
        <Typography variant="body2">{t('sandbox.failedHint')}</Typography>
      )}
      <Box display="flex" flexWrap="wrap" gridGap={8} mt={2}>
        {state === 'running' && url && (
          <Button
            variant="contained"
            color="primary"
            href={url}
            target="_blank"
            rel="noopener noreferrer"
          >
            {t('sandbox.open')}
          </Button>
        )}
        {mayRun && state === 'absent' && (
          <Button
            variant="contained"
            color="primary"
            disabled={busy}
            onClick={press(
              () => api.ensureSandbox(appId),
              t('sandbox.ordered'),
            )}
          >
            {t('sandbox.create')}
          </Button>
        )}
        {mayRun && (state === 'stopped' || state === 'failed') && (
          <Button
            variant="contained"
            color="primary"
            disabled={busy}
            onClick={press(() => api.startSandbox(appId), t('sandbox.started'))}
          >
            {t(state === 'failed' ? 'sandbox.retry' : 'sandbox.start')}
          </Button>
        )}
        {mayRun && behind && state !== 'preparing' && (
          <Button
            variant="outlined"
            disabled={busy}
            onClick={press(
              () => api.updateSandbox(appId),
              t('sandbox.updateOrdered'),
            )}
          >
            {t('sandbox.update')}
          </Button>
        )}
        {mayRun && state === 'running' && (
          <Button
            variant="outlined"
            disabled={busy}
            onClick={press(
              () => api.stopSandbox(appId),
              t('sandbox.stoppedNow'),
            )}
          >
            {t('sandbox.stop')}
          </Button>
        )}
        {mayRead && state !== 'absent' && (
          <Button variant="outlined" onClick={() => setShowLogs(true)}>
            {t('sandbox.logs')}
          </Button>
        )}
      </Box>
      {error && <ErrorNotice error={error} />}
      {showLogs && (
        <LogsDialog appId={appId} onClose={() => setShowLogs(false)} />
      )}
    </>
  );
}
