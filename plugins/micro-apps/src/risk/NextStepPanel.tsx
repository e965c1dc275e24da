import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import LinearProgress from '@material-ui/core/LinearProgress';
import Typography from '@material-ui/core/Typography';
import type { NextAction } from '@micro-apps/governance-core';
import {
  ErrorNotice,
  StageStepper,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useAct } from '../useAct';
import type { OpenDialog } from './dialogs/RiskDialogs';
import { DOCUMENTS } from './documents';
import type { PanelProps } from './panel';

const NAMES: Record<Exclude<NextAction, 'wait'>, string> = {
  'run-scans': 'Run scans',
  attest: 'Attest data handling',
  'write-document': 'Write the document',
  'request-approval': 'Ask for approval',
  promote: 'Promote',
  'answer-changes': 'Submit again',
  'start-sandbox': 'Start the sandbox',
};

/** Where the app stands, in one sentence, and the one button for it. */
export function NextStepPanel({ app, onDone, onOpen }: PanelProps) {
  const api = useMicroAppsApi();
  const { act, busy, error } = useAct();
  const { action, sentence } = app.nextStep;
  const scanning =
    app.lastScan?.state === 'queued' || app.lastScan?.state === 'running';
  const mayAct =
    action !== undefined &&
    action !== 'wait' &&
    (action === 'attest' ? app.viewer.canAttest : app.viewer.canEdit);

  async function press(what: Exclude<NextAction, 'wait'>) {
    const dialog = dialogFor(what, app);
    if (dialog) {
      onOpen(dialog);
      return;
    }
    if (what === 'run-scans') {
      await act(() => api.runScans(app.id), 'Scans started');
    } else if (what === 'start-sandbox') {
      await act(() => api.ensureSandbox(app.id), 'Sandbox ordered');
    } else if (what === 'answer-changes' && app.request) {
      const { id } = app.request;
      await act(() => api.resubmit(id), 'Submitted again');
    }
    onDone();
  }

  return (
    <InfoCard>
      <StageStepper stage={app.stage} />
      <Box
        display="flex"
        flexWrap="wrap"
        alignItems="center"
        justifyContent="space-between"
        mt={2}
        gridGap={16}
      >
        <Typography variant="h6" component="p" role="status">
          {sentence}
        </Typography>
        {mayAct && action && (
          <Button
            variant="contained"
            color="primary"
            disabled={busy || scanning}
            onClick={() => press(action)}
          >
            {action === 'promote' ? 'Promote to beta' : NAMES[action]}
          </Button>
        )}
      </Box>
      {scanning && app.lastScan && <ScanProgress scan={app.lastScan} />}
      {app.lastScan?.state === 'failed' && (
        <Typography color="error" variant="body2">
          The last scans stopped: {app.lastScan.reason}
        </Typography>
      )}
      {error && <ErrorNotice error={error} />}
    </InfoCard>
  );
}

function ScanProgress({
  scan,
}: {
  scan: NonNullable<PanelProps['app']['lastScan']>;
}) {
  const { done, total, step } = scan;
  return (
    <Box mt={2} aria-live="polite">
      <LinearProgress
        aria-label="Scans"
        variant={total ? 'determinate' : 'indeterminate'}
        value={total ? (100 * done) / total : undefined}
      />
      <Typography variant="body2" color="textSecondary">
        {step ?? 'Waiting for its turn'}
        {total ? ` (${done} of ${total} checks done)` : ''}. You can close this
        page; the scans go on.
      </Typography>
    </Box>
  );
}

function dialogFor(
  action: NextAction,
  app: PanelProps['app'],
): OpenDialog | undefined {
  switch (action) {
    case 'attest':
      return { kind: 'attest' };
    case 'request-approval':
      return { kind: 'request' };
    case 'promote':
      return { kind: 'promote' };
    case 'write-document': {
      const open = app.findings.find(
        ({ state, control }) =>
          state !== 'satisfied' && DOCUMENTS[control.id] !== undefined,
      );
      return {
        kind: 'document',
        document: open ? DOCUMENTS[open.controlId] : 'incident-response-plan',
      };
    }
    default:
      return undefined;
  }
}
