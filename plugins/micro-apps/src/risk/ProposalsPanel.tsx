import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import type { ProposalView } from '@micro-apps/plugin-micro-apps-common';
import {
  ConfirmDialog,
  ErrorNotice,
  RelativeTime,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { ReasonField, SHORTEST_REASON } from '../dialogs/ReasonField';
import { useRichTexts, useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';
import { ChangeList } from './ChangeList';
import type { PanelProps } from './panel';

/**
 * What the app's file in a repository would like to be different, and other
 * files that say they are the app. Nothing is shown where there is neither.
 */
export function ProposalsPanel({ app, onDone }: PanelProps) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { repository, viewer } = app;
  const { value, error, reload } = useAsyncResource(
    async () =>
      repository && viewer.canRead
        ? await api.listProposals(app.id)
        : { items: [] },
    [api, app],
    { keepOnChange: true },
  );
  const open = (value?.items ?? []).filter(({ state }) => state === 'open');
  const others = repository?.others ?? [];
  if (error && !value) return <ErrorNotice error={error} onRetry={reload} />;
  if (open.length === 0 && others.length === 0) return null;
  return (
    <InfoCard title={t('risk.proposals.title')}>
      {others.map(location => (
        <Typography key={location} variant="body2" color="error">
          {t('risk.proposals.other', { location })}
        </Typography>
      ))}
      {open.map(proposal => (
        <Proposal
          key={proposal.id}
          app={app}
          proposal={proposal}
          onDone={async () => {
            await onDone();
            await reload();
          }}
        />
      ))}
    </InfoCard>
  );
}

function Proposal(props: {
  app: PanelProps['app'];
  proposal: ProposalView;
  onDone: () => Promise<void>;
}) {
  const { app, proposal, onDone } = props;
  const api = useMicroAppsApi();
  const t = useTexts();
  const rich = useRichTexts();
  const { act, busy, error, clear } = useAct();
  const [declining, setDeclining] = useState(false);
  const [reason, setReason] = useState('');
  const { id, changes, unclear, binds, commit, location } = proposal;
  return (
    <Box mt={1}>
      <Typography variant="body2" component="div">
        {rich(commit ? 'risk.proposals.atCommit' : 'risk.proposals.from', {
          location,
          commit: commit?.slice(0, 7) ?? '',
          time: <RelativeTime at={proposal.proposedAt} />,
        })}
      </Typography>
      <ChangeList changes={changes} />
      {binds && (
        <Typography variant="body2">{t('risk.proposals.binds')}</Typography>
      )}
      {unclear.map(({ path, message }) => (
        <Typography key={path} variant="body2" color="textSecondary">
          {t('risk.proposals.unclear', { field: path, message })}
        </Typography>
      ))}
      {app.viewer.canEdit && (
        <Box mt={1} display="flex" flexWrap="wrap" gridGap={8}>
          <Button
            variant="contained"
            color="primary"
            size="small"
            disabled={busy}
            onClick={async () => {
              const { version: expectedVersion } = app;
              await act(
                () => api.acceptProposal(app.id, id, { expectedVersion }),
                t('risk.proposals.accepted'),
              );
              await onDone();
            }}
          >
            {t('risk.proposals.accept')}
          </Button>
          <Button
            variant="outlined"
            size="small"
            disabled={busy}
            onClick={() => {
              clear();
              setDeclining(true);
            }}
          >
            {t('risk.proposals.decline')}
          </Button>
        </Box>
      )}
      {error && !declining && <ErrorNotice error={error} />}
      <ConfirmDialog
        open={declining}
        title={t('risk.proposals.declineTitle')}
        confirmText={t('risk.proposals.decline')}
        disabled={reason.trim().length < SHORTEST_REASON}
        busy={busy}
        error={error}
        onClose={() => setDeclining(false)}
        onConfirm={async () => {
          const done = await act(
            () => api.declineProposal(app.id, id, { reason }),
            t('risk.proposals.declined'),
          );
          if (!done) return;
          setDeclining(false);
          await onDone();
        }}
      >
        <Typography variant="body2">
          {t('risk.proposals.declineText')}
        </Typography>
        <ReasonField
          id={`decline-${id}`}
          label={t('risk.proposals.reason')}
          value={reason}
          onChange={setReason}
        />
      </ConfirmDialog>
    </Box>
  );
}
