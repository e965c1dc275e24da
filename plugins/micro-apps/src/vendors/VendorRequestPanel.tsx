import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import type {
  RequestView,
  VendorDetail,
  VoteRequest,
} from '@micro-apps/plugin-micro-apps-common';
import {
  ErrorNotice,
  LoadingRows,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { MicroAppsError } from '@micro-apps/plugin-micro-apps-common';
import { useState } from 'react';
import { ChangeItems } from '../risk/decision/ChangeItems';
import { Asked, Difference, Votes } from '../risk/decision/RequestPanel';
import { useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';
import { VendorVoteDialog } from './VendorVoteDialog';

const CHOICES = ['approve', 'ask-for-changes', 'reject'] as const;

/** The request that waits for an answer, and the buttons of who gives it. */
export function VendorRequestPanel(props: {
  vendor: VendorDetail;
  onDone: () => Promise<void>;
}) {
  const { vendor, onDone } = props;
  const { openRequestId } = vendor;
  const api = useMicroAppsApi();
  const t = useTexts();
  const { value, error, reload } = useAsyncResource(
    async () =>
      openRequestId === undefined
        ? undefined
        : await api.getRequest(openRequestId).catch(hiddenFromOthers),
    // A new look at the vendor is a new look at its request.
    [api, vendor],
    { keepOnChange: true },
  );
  function content() {
    if (openRequestId === undefined) {
      return (
        <Typography variant="body2">{t('vendors.request.none')}</Typography>
      );
    }
    if (error) return <ErrorNotice error={error} onRetry={reload} />;
    if (value === undefined) return <LoadingRows rows={3} />;
    if (value === 'hidden') {
      return (
        <Typography variant="body2">{t('vendors.request.others')}</Typography>
      );
    }
    return <OpenRequest vendor={vendor} request={value} onDone={onDone} />;
  }
  return (
    <InfoCard title={t('vendors.request.title')}>
      {openRequestId !== undefined && <WhoAgrees vendor={vendor} />}
      {content()}
    </InfoCard>
  );
}

/** Only those who asked and reviewers see what is said. */
function hiddenFromOthers(thrown: unknown): 'hidden' {
  if (thrown instanceof MicroAppsError && thrown.code === 'not-allowed') {
    return 'hidden';
  }
  throw thrown;
}

function WhoAgrees({ vendor }: { vendor: VendorDetail }) {
  const t = useTexts();
  return (
    <>
      <Typography variant="subtitle2">{t('vendors.request.agree')}</Typography>
      <Box component="ul" pl={2} mt={0}>
        {vendor.requirements.map(({ role, because }) => (
          <li key={role}>
            {t(`words.role.${role}`)}: {because}
          </li>
        ))}
      </Box>
    </>
  );
}

function OpenRequest(props: {
  vendor: VendorDetail;
  request: RequestView;
  onDone: () => Promise<void>;
}) {
  const { vendor, request, onDone } = props;
  const { viewer, state } = request;
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const [choice, setChoice] = useState<VoteRequest['choice']>();
  const undecided = state === 'open' || state === 'changes-requested';
  const canEdit = vendor.viewer.isRequester;
  return (
    <>
      <Asked request={request} />
      <Votes request={request} />
      <Difference request={request} />
      <ChangeItems
        app={{ viewer: { canEdit } }}
        request={request}
        onDone={onDone}
      />
      {viewer.mayVote && (
        <Box display="flex" flexWrap="wrap" gridGap={8} my={2}>
          {CHOICES.map(each => (
            <Button
              key={each}
              variant={each === 'approve' ? 'contained' : 'outlined'}
              color={each === 'approve' ? 'primary' : 'default'}
              onClick={() => setChoice(each)}
            >
              {t(`decision.${each}`)}
            </Button>
          ))}
        </Box>
      )}
      {!viewer.mayVote && viewer.whyNot && (
        <Typography variant="body2" color="textSecondary" paragraph>
          {viewer.whyNot}
        </Typography>
      )}
      {undecided && canEdit && (
        <Button
          size="small"
          disabled={busy}
          onClick={async () => {
            await act(
              () => api.withdraw(request.id),
              t('vendors.request.takenBack'),
            );
            await onDone();
          }}
        >
          {t('vendors.request.withdraw')}
        </Button>
      )}
      {error && <ErrorNotice error={error} />}
      {choice && (
        <VendorVoteDialog
          vendor={vendor}
          request={request}
          choice={choice}
          onClose={() => setChoice(undefined)}
          onDone={onDone}
        />
      )}
    </>
  );
}
