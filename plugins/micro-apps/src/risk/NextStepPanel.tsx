import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import LinearProgress from '@material-ui/core/LinearProgress';
import Typography from '@material-ui/core/Typography';
import {
  artefactForControl,
  type ArtefactKind,
  type NextAction,
} from '@micro-apps/governance-core';
import type { AppViewer, ScanRun } from '@micro-apps/plugin-micro-apps-common';
import {
  ErrorNotice,
  StageStepper,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useNavigate } from 'react-router-dom';
import { formPath } from '../forms/formPath';
import { PersonName } from '../people/PersonName';
import { useRichTexts, useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';
import { CHANGE_ITEMS_ID } from './decision/ChangeItems';
import type { OpenDialog } from './dialogs/RiskDialogs';
import { DOCUMENTS } from './documents';
import type { PanelProps } from './panel';

type Step = Exclude<NextAction, 'wait'>;

/** Where the app stands, in one sentence, and the one button for it. */
export function NextStepPanel({ app, onDone, onOpen }: PanelProps) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const rich = useRichTexts();
  const { act, busy, error } = useAct();
  const navigate = useNavigate();
  const { action, sentence } = app.nextStep;
  const scan = app.lastScan;
  const scanning = scan?.state === 'queued' || scan?.state === 'running';
  const pointsOpen =
    action === 'answer-changes' &&
    app.request?.items.some(({ done }) => !done) === true;

  async function press(what: Step) {
    const form = what === 'write-document' ? formFor(app) : undefined;
    if (form) {
      navigate(formPath(app.id, form));
      return;
    }
    const dialog = dialogFor(what, app);
    if (dialog) {
      onOpen(dialog);
      return;
    }
    if (pointsOpen) {
      document.getElementById(CHANGE_ITEMS_ID)?.focus();
      return;
    }
    if (what === 'run-scans') {
      await act(() => api.runScans(app.id), t('risk.next.scansStarted'));
    } else if (what === 'start-sandbox') {
      await act(() => api.ensureSandbox(app.id), t('risk.next.sandboxOrdered'));
    } else if (what === 'answer-changes' && app.request) {
      const { id } = app.request;
      await act(() => api.resubmit(id), t('risk.next.submitted'));
    }
    onDone();
  }

  return (
    <InfoCard>
      <StageStepper stage={app.stage} environment={environmentOf(app)} />
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
        {action && action !== 'wait' && mayDo(action, app.viewer) && (
          <Button
            variant="contained"
            color="primary"
            disabled={busy || scanning}
            onClick={() => press(action)}
          >
            {t(pointsOpen ? 'risk.next.seePoints' : `risk.next.${action}`)}
          </Button>
        )}
      </Box>
      {action && action !== 'wait' && !mayDo(action, app.viewer) && (
        <Typography variant="body2" color="textSecondary">
          {rich('risk.next.othersAct', {
            owner: <PersonName personRef={app.owner} />,
          })}
        </Typography>
      )}
      {scanning && <ScanProgress scan={scan} />}
      {scan?.state === 'failed' && (
        <Typography color="error" variant="body2">
          {t('risk.next.scansStopped', {
            reason: scan.reason ?? t('risk.next.noReason'),
          })}
        </Typography>
      )}
      {error && <ErrorNotice error={error} />}
    </InfoCard>
  );
}

/** Where it runs, if that is one place. */
function environmentOf({ deployments }: PanelProps['app']): string | undefined {
  const names = new Set(
    deployments
      .filter(({ state }) => state === 'running')
      .map(({ environment }) => environment),
  );
  const [only, ...others] = names;
  return others.length === 0 ? only : undefined;
}

function mayDo(action: Step, viewer: AppViewer): boolean {
  switch (action) {
    case 'attest':
      return viewer.canAttest;
    case 'promote':
      return viewer.canPromote;
    case 'run-scans':
      return viewer.canScan;
    default:
      return viewer.canEdit;
  }
}

function ScanProgress({ scan }: { scan: ScanRun }) {
  const t = useTexts();
  const { done, total } = scan;
  const step = scan.step ?? t('risk.scan.waiting');
  return (
    <Box mt={2} aria-live="polite">
      <LinearProgress
        aria-label={t('risk.scan.label')}
        variant={total ? 'determinate' : 'indeterminate'}
        value={total ? (100 * done) / total : undefined}
      />
      <Typography variant="body2" color="textSecondary">
        {total
          ? t('risk.scan.progress', {
              step,
              done: String(done),
              total: String(total),
            })
          : t('risk.scan.step', { step })}{' '}
        {t('risk.scan.goesOn')}
      </Typography>
    </Box>
  );
}

/** The form to fill in, where no short document is open. */
function formFor({ findings }: PanelProps['app']): ArtefactKind | undefined {
  const open = findings.filter(
    ({ state, control }) => state !== 'satisfied' && control.actor === 'owner',
  );
  return open.some(({ controlId }) => DOCUMENTS[controlId])
    ? undefined
    : open.flatMap(({ controlId }) => artefactForControl(controlId) ?? [])[0]
        ?.kind;
}

function dialogFor(
  action: NextAction,
  app: PanelProps['app'],
): OpenDialog | undefined {
  switch (action) {
    case 'complete-registration':
      return { kind: 'edit' };
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
