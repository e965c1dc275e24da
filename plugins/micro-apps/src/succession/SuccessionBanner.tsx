import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import type {
  AppDetail,
  OrphanView,
  SuccessionView,
} from '@micro-apps/plugin-micro-apps-common';
import {
  ErrorNotice,
  RelativeTime,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { ReasonDialog } from '../fleet/ReasonDialog';
import { PersonName } from '../people/PersonName';
import { Notice } from '../policy/Notice';
import { useRichTexts, useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';
import { People } from './People';

/**
 * Whether an app looks for a new owner, asked anew with each version of it.
 * Where that cannot be told there is no banner; the rest of the page says what
 * went wrong.
 */
export function useSuccession(
  app: Pick<AppDetail, 'id' | 'version'> | undefined,
  stamp: number,
): SuccessionView | undefined {
  const api = useMicroAppsApi();
  const { id, version } = app ?? {};
  return useAsyncResource(
    async () => (id === undefined ? undefined : await api.getSuccession(id)),
    [api, id, version, stamp],
    { keepOnChange: true },
  ).value;
}

/** Says that an app looks for a new owner; whoever is asked answers here. */
export function SuccessionBanner({
  orphan,
  viewer,
  onDone,
}: Pick<SuccessionView, 'viewer'> & {
  readonly orphan: OrphanView;
  readonly onDone: () => void | Promise<void>;
}) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const rich = useRichTexts();
  const { act, busy, error } = useAct();
  const [declining, setDeclining] = useState(false);
  const { appId, dueAt, leaver, orphanedAt, steps, rung, offers } = orphan;
  const asked = steps.find(step => step.rung === rung)?.refs ?? [];
  return (
    <Notice
      severity="warning"
      title={t(
        viewer.mayAccept
          ? 'succession.banner.asked'
          : 'succession.banner.searching',
      )}
    >
      <Typography variant="body2">
        {rich('succession.banner.who', {
          person: <PersonName personRef={leaver} />,
          time: <RelativeTime at={orphanedAt} />,
        })}
      </Typography>
      <Typography variant="body2">
        {rich('succession.banner.now', { people: <People refs={asked} /> })}{' '}
        {dueAt &&
          rich('succession.banner.next', { time: <RelativeTime at={dueAt} /> })}
      </Typography>
      {offers.map(
        ({ to, at, answer, reason }) =>
          answer === 'declined' &&
          reason && (
            <Typography key={`${to} ${at}`} variant="body2">
              {rich('succession.banner.because', {
                person: <PersonName personRef={to} />,
                reason,
              })}
            </Typography>
          ),
      )}
      {viewer.mayAccept && (
        <>
          <Typography variant="body2">
            {t('succession.banner.means')}
          </Typography>
          <Box display="flex" flexWrap="wrap" gridGap={8} mt={1}>
            <Button
              variant="contained"
              color="primary"
              disabled={busy}
              onClick={async () => {
                await act(
                  () =>
                    api.acceptOwnership(appId, {
                      expectedVersion: orphan.version,
                    }),
                  t('succession.banner.accepted'),
                );
                await onDone();
              }}
            >
              {t('succession.banner.accept')}
            </Button>
            {viewer.mayDecline && (
              <Button
                variant="outlined"
                disabled={busy}
                onClick={() => setDeclining(true)}
              >
                {t('succession.banner.decline')}
              </Button>
            )}
          </Box>
        </>
      )}
      {error && <ErrorNotice error={error} />}
      <Ladder orphan={orphan} />
      {declining && (
        <ReasonDialog
          title={t('succession.banner.declineTitle')}
          what={t('succession.banner.declineWhat')}
          hint={t('succession.banner.declineHint')}
          confirmText={t('succession.banner.decline')}
          done={t('succession.banner.declined')}
          onConfirm={reason => api.declineOwnership(appId, { reason })}
          onClose={async done => {
            setDeclining(false);
            if (done) await onDone();
          }}
        />
      )}
    </Notice>
  );
}

function Ladder({ orphan: { steps, offers } }: { orphan: OrphanView }) {
  const t = useTexts();
  const rich = useRichTexts();
  return (
    <Box component="details" mt={1}>
      <summary>{t('succession.banner.steps')}</summary>
      <Box component="ol" m={0} pl={3}>
        {steps.map(({ rung, refs, from }) => (
          <Typography key={rung} component="li" variant="body2">
            {t(`succession.rung.${rung}`)}: <People refs={refs} />{' '}
            {rich('succession.banner.from', {
              time: <RelativeTime at={from} />,
            })}
          </Typography>
        ))}
      </Box>
      {offers.map(
        ({ to, at, answer }) =>
          answer && (
            <Typography key={`${to} ${at}`} variant="body2">
              <PersonName personRef={to} />{' '}
              {t(`succession.banner.answer.${answer}`)}
            </Typography>
          ),
      )}
    </Box>
  );
}
