import { InfoCard, Link } from '@backstage/core-components';
import Accordion from '@material-ui/core/Accordion';
import AccordionDetails from '@material-ui/core/AccordionDetails';
import AccordionSummary from '@material-ui/core/AccordionSummary';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import type { Finding } from '@micro-apps/governance-core';
import type { EvidenceView } from '@micro-apps/plugin-micro-apps-common';
import {
  FindingMark,
  RelativeTime,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useAct } from '../useAct';
import { DOCUMENTS } from './documents';
import type { PanelProps } from './panel';

const ORDER = ['not-satisfied', 'unknown', 'satisfied', 'not-applicable'];

/** Required controls, what is open first; details on demand. */
export function ControlList(props: PanelProps) {
  const { app } = props;
  const api = useMicroAppsApi();
  const evidence = useAsyncResource(
    async () =>
      app.viewer.canRead ? (await api.listEvidence(app.id)).items : [],
    [api, app.id, app.lastScan?.finishedAt, app.findings.length],
  );
  const findings = [...app.findings].sort(
    (a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state),
  );
  const met = findings.filter(
    ({ state }) => state === 'satisfied' || state === 'not-applicable',
  ).length;
  return (
    <InfoCard
      title="Required controls"
      subheader={`${met} of ${findings.length} met`}
      action={app.viewer.canScan && <ScanButton {...props} />}
      noPadding
    >
      {findings.map(finding => (
        <ControlRow
          key={finding.controlId}
          finding={finding}
          evidence={(evidence.value ?? []).filter(({ id }) =>
            finding.evidenceIds.includes(id),
          )}
          {...props}
        />
      ))}
    </InfoCard>
  );
}

function ControlRow(
  props: PanelProps & {
    finding: Finding;
    evidence: readonly EvidenceView[];
  },
) {
  const { finding, evidence } = props;
  const { control, title, because, state } = finding;
  const isMet = state === 'satisfied' || state === 'not-applicable';
  return (
    <Accordion square elevation={0} defaultExpanded={state === 'not-satisfied'}>
      <AccordionSummary expandIcon={<ExpandMoreIcon />}>
        <Box
          display="flex"
          flexWrap="wrap"
          alignItems="center"
          width="100%"
          gridGap={12}
        >
          <Box minWidth={150}>
            <FindingMark outcome={state} />
          </Box>
          <Box flexGrow={1} flexBasis={260}>
            <Typography variant="body1">{title}</Typography>
            <Typography variant="body2" color="textSecondary">
              {because}
            </Typography>
          </Box>
          <Typography variant="body2" color="textSecondary">
            {finding.checkedAt ? (
              <>
                checked <RelativeTime at={finding.checkedAt} />
              </>
            ) : (
              !isMet && 'needed to promote'
            )}
          </Typography>
        </Box>
      </AccordionSummary>
      <AccordionDetails>
        <Box width="100%">
          <Typography variant="body2" paragraph>
            {control.statement} {control.why}
          </Typography>
          {!isMet && (
            <Typography variant="body2" paragraph>
              <strong>What to do: </strong>
              {control.howToSatisfy}
            </Typography>
          )}
          {evidence.map(item => (
            <Proof key={item.id} evidence={item} />
          ))}
          {!isMet && <ControlAction {...props} />}
        </Box>
      </AccordionDetails>
    </Accordion>
  );
}

function Proof({ evidence }: { evidence: EvidenceView }) {
  const { tool, problems, commit } = evidence;
  return (
    <Box mb={1}>
      <Typography variant="body2" color="textSecondary">
        {tool.name} {tool.version}
        {commit ? ` · commit ${commit.slice(0, 7)}` : ''}
        {evidence.expiresAt
          ? ` · counts until ${evidence.expiresAt.slice(0, 10)}`
          : ''}
      </Typography>
      {problems.length > 0 && (
        <Box component="ul" pl={2} my={0.5}>
          {problems.slice(0, 20).map(problem => (
            <li key={`${problem.code}${problem.location}${problem.message}`}>
              <Typography variant="body2">{problem.message}</Typography>
            </li>
          ))}
          {problems.length > 20 && <li>and {problems.length - 20} more</li>}
        </Box>
      )}
    </Box>
  );
}

/** All checks of the portal at once; they run on the newest commit. */
function ScanButton({ app, onDone }: PanelProps) {
  const api = useMicroAppsApi();
  const { act, busy } = useAct();
  const running =
    app.lastScan?.state === 'queued' || app.lastScan?.state === 'running';
  return (
    <Box m={1}>
      <Button
        variant="outlined"
        disabled={busy || running}
        onClick={async () => {
          await act(() => api.runScans(app.id), 'Scans started');
          onDone();
        }}
      >
        {running ? 'Scans are running' : 'Run scans'}
      </Button>
    </Box>
  );
}

function ControlAction({
  app,
  finding,
  onOpen,
}: PanelProps & { finding: Finding }) {
  const { control, controlId } = finding;
  const { viewer } = app;
  if (control.actor === 'runner') {
    return null;
  }
  if (controlId === 'owner-attestation' && viewer.canAttest) {
    return (
      <Button
        size="small"
        variant="outlined"
        onClick={() => onOpen({ kind: 'attest' })}
      >
        Attest
      </Button>
    );
  }
  const document = DOCUMENTS[controlId];
  if (document && viewer.canEdit) {
    return (
      <Button
        size="small"
        variant="outlined"
        onClick={() => onOpen({ kind: 'document', document })}
      >
        Write it
      </Button>
    );
  }
  if (controlId === 'security-review' && viewer.canReview) {
    return (
      <Button
        size="small"
        variant="outlined"
        onClick={() => onOpen({ kind: 'review' })}
      >
        Record the review
      </Button>
    );
  }
  if (controlId === 'security-review' && viewer.isOwner) {
    return (
      <Typography variant="body2">
        A security reviewer does this. Reviewers find your app in the{' '}
        <Link to="/micro-apps/review">review queue</Link> once you ask for
        approval.
      </Typography>
    );
  }
  return null;
}
