import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import type {
  AnnualReviewView,
  AppDetail,
} from '@micro-apps/plugin-micro-apps-common';
import {
  ErrorNotice,
  LoadingRows,
  RelativeTime,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { PersonName } from '../people/PersonName';
import { RequestPanel } from '../risk/decision/RequestPanel';
import type { PanelProps } from '../risk/panel';
import { useRichTexts, useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';
import { AttestReviewDialog } from './AttestReviewDialog';

/** When an app is looked at again, asked anew with each version of it. */
export function useAnnualReview(
  app: Pick<AppDetail, 'id' | 'version'> | undefined,
  stamp: number,
): AnnualReviewView | undefined {
  const api = useMicroAppsApi();
  const { id, version } = app ?? {};
  return useAsyncResource(
    async () => (id === undefined ? undefined : await api.getAnnualReview(id)),
    [api, id, version, stamp],
    { keepOnChange: true },
  ).value;
}

/** The annual review of an app in production: when, by whom, and the button. */
export function AnnualReviewPanel(
  props: PanelProps & { readonly review: AnnualReviewView },
) {
  const { app, review, onDone, onOpen } = props;
  const { dueAt, state, way, renewal, requestId, reviews, viewer } = review;
  const api = useMicroAppsApi();
  const t = useTexts();
  const rich = useRichTexts();
  const { act, busy, error } = useAct();
  const [attesting, setAttesting] = useState(false);
  return (
    <InfoCard title={t('annualReview.title')}>
      {dueAt && state !== 'not-asked' && (
        <Typography variant="body1">
          {rich(`annualReview.${state}`, { time: <RelativeTime at={dueAt} /> })}
        </Typography>
      )}
      {renewal.map(({ because, next }) => (
        <Typography key={because} variant="body2">
          {because}. {next}
        </Typography>
      ))}
      {viewer.mayAttest && (
        <Box mt={1}>
          <Typography variant="body2" paragraph>
            {t('annualReview.attestHow')}
          </Typography>
          <Button
            variant={state === 'running' ? 'outlined' : 'contained'}
            color={state === 'running' ? 'default' : 'primary'}
            onClick={() => setAttesting(true)}
          >
            {t('annualReview.attest')}
          </Button>
        </Box>
      )}
      {way === 'request' && viewer.mayAsk && (
        <Box mt={1}>
          <Typography variant="body2" paragraph>
            {t('annualReview.requestHow')}
          </Typography>
          <Button
            variant={state === 'running' ? 'outlined' : 'contained'}
            color={state === 'running' ? 'default' : 'primary'}
            disabled={busy}
            onClick={async () => {
              await act(
                () =>
                  api.requestReview(app.id, { expectedVersion: app.version }),
                t('annualReview.asked'),
              );
              await onDone();
            }}
          >
            {t('annualReview.ask')}
          </Button>
        </Box>
      )}
      {error && <ErrorNotice error={error} />}
      {requestId && <Request {...props} requestId={requestId} />}
      {reviews.length > 0 && <Earlier reviews={reviews} />}
      {attesting && (
        <AttestReviewDialog
          app={app}
          onEdit={() => {
            setAttesting(false);
            onOpen({ kind: 'edit' });
          }}
          onClose={async done => {
            setAttesting(false);
            if (done) await onDone();
          }}
        />
      )}
    </InfoCard>
  );
}

/** Where the reviewers stand; whoever may decide does it here. */
function Request(props: PanelProps & { readonly requestId: string }) {
  const { app, requestId } = props;
  const api = useMicroAppsApi();
  const { value, error, reload } = useAsyncResource(
    () => api.getRequest(requestId),
    [api, requestId, app.version],
    { keepOnChange: true },
  );
  if (!app.viewer.canRead) return null;
  return (
    <Box mt={2}>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {!value && !error && <LoadingRows rows={3} />}
      {value && <RequestPanel {...props} request={value} />}
    </Box>
  );
}

function Earlier({ reviews }: Pick<AnnualReviewView, 'reviews'>) {
  const t = useTexts();
  const rich = useRichTexts();
  return (
    <Box component="details" mt={1}>
      <summary>
        {t('annualReview.last', { count: String(reviews.length) })}
      </summary>
      {reviews.map(({ id, at, by, how }) => (
        <Typography key={id} variant="body2">
          {rich(`annualReview.${how}`, {
            person: <PersonName personRef={by} />,
            time: <RelativeTime at={at} />,
          })}
        </Typography>
      ))}
    </Box>
  );
}
