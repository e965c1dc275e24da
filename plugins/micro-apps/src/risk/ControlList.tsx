import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import { hasEnded, type Finding } from '@micro-apps/governance-core';
import type { EvidenceView } from '@micro-apps/plugin-micro-apps-common';
import {
  ErrorNotice,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';
import { byUrgency } from './byUrgency';
import { ControlRow } from './ControlRow';
import type { PanelProps } from './panel';

/** Required controls, what is open first; details on demand. */
export function ControlList(props: PanelProps) {
  const { app } = props;
  const t = useTexts();
  const api = useMicroAppsApi();
  const scans = useAct();
  // Other proof, other ids: then it is worth asking again.
  const proofs = app.findings
    .flatMap(({ evidenceIds, code }) => [...evidenceIds, code])
    .join();
  const evidence = useAsyncResource(
    async () =>
      app.viewer.canRead ? (await api.listEvidence(app.id)).items : [],
    [api, app.id, app.viewer.canRead, proofs],
    { keepOnChange: true },
  );
  // Nothing has to be met any more for going live, only for the end.
  const needed = hasEnded(app.standing)
    ? app.findings.filter(({ control }) => control.gates.includes('retire'))
    : app.findings;
  const findings = [...needed].sort(byUrgency);
  const excepted = findings.filter(({ code }) => code === 'excepted').length;
  const met =
    findings.filter(
      ({ state }) => state === 'satisfied' || state === 'not-applicable',
    ).length - excepted;
  return (
    <InfoCard
      title={t('risk.controls.title')}
      subheader={t(
        excepted > 0 ? 'exceptions.metAndExcepted' : 'risk.controls.met',
        {
          met: String(met),
          all: String(findings.length),
          excepted: String(excepted),
        },
      )}
      action={app.viewer.canScan && <ScanButton {...props} scans={scans} />}
      noPadding
    >
      {scans.error && <ErrorNotice error={scans.error} />}
      {evidence.error && (
        <ErrorNotice error={evidence.error} onRetry={evidence.reload} />
      )}
      {findings.map(finding => (
        <ControlRow
          key={finding.controlId}
          finding={finding}
          evidence={proofsOf(finding, evidence.value ?? [])}
          {...props}
        />
      ))}
    </InfoCard>
  );
}

/**
 * What a verdict rests on, and while the control is open the newest result
 * that does not count: whoever sent it learns why.
 */
function proofsOf(
  { evidenceIds, control, state }: Finding,
  evidence: readonly EvidenceView[],
): readonly EvidenceView[] {
  const aside = evidence.find(
    ({ kind, setAside }) =>
      state !== 'satisfied' && setAside && control.evidenceKinds.includes(kind),
  );
  return evidence.filter(
    item => item === aside || evidenceIds.includes(item.id),
  );
}

/** All checks of the portal at once; they run on the newest commit. */
function ScanButton({
  app,
  onDone,
  scans,
}: PanelProps & { scans: ReturnType<typeof useAct> }) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const running =
    app.lastScan?.state === 'queued' || app.lastScan?.state === 'running';
  return (
    <Box m={1}>
      <Button
        variant="outlined"
        disabled={scans.busy || running}
        onClick={async () => {
          await scans.act(
            () => api.runScans(app.id),
            t('risk.next.scansStarted'),
          );
          onDone();
        }}
      >
        {t(running ? 'risk.scan.running' : 'risk.scan.run')}
      </Button>
    </Box>
  );
}
