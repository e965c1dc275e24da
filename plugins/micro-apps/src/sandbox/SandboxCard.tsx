import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import LinearProgress from '@material-ui/core/LinearProgress';
import Typography from '@material-ui/core/Typography';
import type {
  SandboxState,
  SandboxView,
} from '@micro-apps/plugin-micro-apps-common';
import {
  ErrorNotice,
  LoadingRows,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useAppDetail } from '../risk/useAppDetail';
import { useAct } from '../useAct';
import { LogsDialog } from './LogsDialog';

const STATES: Record<SandboxState, string> = {
  absent: 'There is no sandbox yet.',
  preparing: 'Getting ready',
  running: 'Running, with sanitised data.',
  stopped: 'Stopped. Its data is kept.',
  failed: 'It could not be started.',
};

/** Open, start, stop, logs, update from the repository. */
export function SandboxCard({ appId }: { appId: string }) {
  const { value: app, error, reload } = useAppDetail(appId);
  return (
    <InfoCard title="Sandbox" variant="gridItem">
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
  const { act, busy, error } = useAct();
  const [showLogs, setShowLogs] = useState(false);
  const press = (work: () => Promise<unknown>, done: string) => async () => {
    await act(work, done);
    onDone();
  };
  return (
    <>
      <Typography variant="body1" role="status">
        {STATES[state]}
        {state === 'preparing' && step ? `: ${step}` : ''}
      </Typography>
      {state === 'preparing' && <LinearProgress aria-label="Getting ready" />}
      {commit && (
        <Typography variant="body2" color="textSecondary">
          Commit {commit.slice(0, 7)}
          {behind ? ' · the repository has moved on' : ''}
        </Typography>
      )}
      {reason && state === 'failed' && (
        <Typography variant="body2" color="error">
          {reason}
        </Typography>
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
            Open
          </Button>
        )}
        {mayRun && state === 'absent' && (
          <Button
            variant="contained"
            color="primary"
            disabled={busy}
            onClick={press(() => api.ensureSandbox(appId), 'Sandbox ordered')}
          >
            Create
          </Button>
        )}
        {mayRun && (state === 'stopped' || state === 'failed') && (
          <Button
            variant="contained"
            color="primary"
            disabled={busy}
            onClick={press(() => api.startSandbox(appId), 'Started')}
          >
            {state === 'failed' ? 'Try again' : 'Start'}
          </Button>
        )}
        {mayRun && behind && state !== 'preparing' && (
          <Button
            variant="outlined"
            disabled={busy}
            onClick={press(() => api.updateSandbox(appId), 'Update ordered')}
          >
            Update from repository
          </Button>
        )}
        {mayRun && state === 'running' && (
          <Button
            variant="outlined"
            disabled={busy}
            onClick={press(() => api.stopSandbox(appId), 'Stopped')}
          >
            Stop
          </Button>
        )}
        {mayRead && state !== 'absent' && (
          <Button variant="outlined" onClick={() => setShowLogs(true)}>
            Logs
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
