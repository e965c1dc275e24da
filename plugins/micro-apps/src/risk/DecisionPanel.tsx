import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { envelopeDifference } from '@micro-apps/governance-core';
import type {
  RequestView,
  VoteRequest,
} from '@micro-apps/plugin-micro-apps-common';
import {
  ErrorNotice,
  RelativeTime,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useAct } from '../useAct';
import { ChangeItems } from './ChangeItems';
import type { PanelProps } from './panel';

const STATES: Record<RequestView['state'], string> = {
  open: 'Waiting for the reviewers',
  'changes-requested': 'The reviewers ask for changes',
  approved: 'Approved until it changes',
  rejected: 'The reviewers said no',
  withdrawn: 'Withdrawn',
  void: 'Ended: the app changed beyond what it covered',
};
const CHOICES: Record<VoteRequest['choice'], string> = {
  approve: 'approved',
  reject: 'rejected',
  'ask-for-changes': 'asked for changes',
};

/** Who decides, on what, and what was said. */
export function DecisionPanel(props: PanelProps) {
  const { app } = props;
  const { request } = app;
  if (!request) {
    return (
      <InfoCard title="Decision">
        <Typography variant="body1">
          {app.band === 'low'
            ? 'None needed at this score: approved automatically when its controls are met.'
            : 'Nobody has been asked yet.'}
        </Typography>
        <Typography variant="body2" color="textSecondary">
          Exceptions: none
        </Typography>
        {app.band !== 'low' && app.viewer.canEdit && (
          <Box mt={1}>
            <Button
              variant="outlined"
              onClick={() => props.onOpen({ kind: 'request' })}
            >
              Ask for approval
            </Button>
          </Box>
        )}
      </InfoCard>
    );
  }
  return (
    <InfoCard title="Decision" subheader={STATES[request.state]}>
      {request.automatic ? (
        <Typography variant="body1">
          Approved automatically
          {request.decidedAt && (
            <>
              {' '}
              <RelativeTime at={request.decidedAt} />
            </>
          )}
          : its risk is {app.band}, and all its controls were met.
        </Typography>
      ) : (
        <Request {...props} request={request} />
      )}
      <Envelope envelope={app.envelope} />
      <Typography variant="body2" color="textSecondary">
        Exceptions: none
      </Typography>
    </InfoCard>
  );
}

function Request(props: PanelProps & { request: RequestView }) {
  const { app, request, onOpen } = props;
  const { viewer, votes, tally, difference } = request;
  return (
    <>
      <Typography variant="body2" paragraph>
        Asked by {request.requestedBy} <RelativeTime at={request.requestedAt} />
        {request.dueAt && (
          <>
            {' '}
            · answer due <RelativeTime at={request.dueAt} />
          </>
        )}
        {request.note && <> · “{request.note}”</>}
      </Typography>
      <Typography variant="subtitle2">Who has to agree</Typography>
      <Box component="ul" pl={2} mt={0}>
        {request.requirements.map(({ role, count, because }) => {
          const waiting = tally.waitingFor.find(each => each.role === role);
          return (
            <li key={role}>
              {role}: {waiting ? `${waiting.have} of ${count}` : 'done'} —{' '}
              {because}
            </li>
          );
        })}
      </Box>
      {votes.length > 0 && (
        <>
          <Typography variant="subtitle2">What was said</Typography>
          <Box component="ul" pl={2} mt={0}>
            {votes.map(vote => (
              <li key={`${vote.voterRef}${vote.at}`}>
                {vote.voterRef} {CHOICES[vote.choice]}{' '}
                <RelativeTime at={vote.at} />: {vote.reason}
              </li>
            ))}
          </Box>
        </>
      )}
      {difference.length > 0 && (
        <Box mb={1}>
          <Typography variant="subtitle2">What changed</Typography>
          {difference.map(({ field, before, after }) => (
            <Typography variant="body2" key={field}>
              {field}: {before} → {after}
            </Typography>
          ))}
        </Box>
      )}
      <ChangeItems {...props} />
      {viewer.mayVote && (
        <Box display="flex" flexWrap="wrap" gridGap={8} my={2}>
          <Button
            variant="contained"
            color="primary"
            onClick={() => onOpen({ kind: 'vote', choice: 'approve' })}
          >
            Approve
          </Button>
          <Button
            variant="outlined"
            onClick={() => onOpen({ kind: 'vote', choice: 'ask-for-changes' })}
          >
            Ask for changes
          </Button>
          <Button
            variant="outlined"
            onClick={() => onOpen({ kind: 'vote', choice: 'reject' })}
          >
            Reject
          </Button>
        </Box>
      )}
      {!viewer.mayVote && viewer.whyNot && (
        <Typography variant="body2" color="textSecondary" paragraph>
          {viewer.whyNot}
        </Typography>
      )}
      <Withdraw app={app} request={request} onDone={props.onDone} />
    </>
  );
}

function Withdraw({
  app,
  request,
  onDone,
}: Pick<PanelProps, 'app' | 'onDone'> & { request: RequestView }) {
  const api = useMicroAppsApi();
  const { act, busy, error } = useAct();
  const undecided =
    request.state === 'open' || request.state === 'changes-requested';
  if (!undecided || !app.viewer.canEdit) return null;
  return (
    <>
      <Button
        size="small"
        disabled={busy}
        onClick={async () => {
          await act(() => api.withdraw(request.id), 'Request withdrawn');
          onDone();
        }}
      >
        Withdraw the request
      </Button>
      {error && <ErrorNotice error={error} />}
    </>
  );
}

/** What an approval covers, in words. */
function Envelope({ envelope }: { envelope: string }) {
  const rows = envelopeDifference('{}', envelope);
  return (
    <Box component="details" my={1}>
      <summary>What an approval covers</summary>
      <Box component="ul" pl={2} mt={0}>
        {rows.map(({ field, after }) => (
          <li key={field}>
            {field}: {after}
          </li>
        ))}
      </Box>
    </Box>
  );
}
