import Box from '@material-ui/core/Box';
import LinearProgress from '@material-ui/core/LinearProgress';
import Typography from '@material-ui/core/Typography';
import type {
  AppDetail,
  Retirement,
  RetirementView,
} from '@micro-apps/plugin-micro-apps-common';
import {
  ErrorNotice,
  LoadingRows,
  RelativeTime,
  type AsyncResource,
} from '@micro-apps/plugin-micro-apps-react';
import { PersonName } from '../people/PersonName';
import { Notice } from '../policy/Notice';
import { useRichTexts, useTexts } from '../translation/useTexts';

/** Says that an app has ended, who ended it and why, and how far that is. */
export function RetirementBanner({
  app,
  retirement,
}: {
  app: Pick<AppDetail, 'standing'>;
  retirement: AsyncResource<RetirementView | undefined>;
}) {
  const t = useTexts();
  const { value, error, reload } = retirement;
  const title =
    app.standing === 'disposed'
      ? t('retirement.banner.disposed')
      : t('retirement.banner.retired');
  return (
    <Notice severity="info" title={title}>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {!value && !error && <LoadingRows rows={2} />}
      {value?.retirement && <Progress of={value.retirement} />}
    </Notice>
  );
}

function Progress({ of }: { of: Retirement }) {
  const t = useTexts();
  const rich = useRichTexts();
  const ending = of.accessEndedAt === undefined;
  return (
    <>
      <Typography variant="body2">
        {rich('retirement.banner.who', {
          person: <PersonName personRef={of.by} />,
          time: <RelativeTime at={of.at} />,
        })}
      </Typography>
      {of.reason && (
        <Typography variant="body2">
          {t('retirement.banner.because', { reason: of.reason })}
        </Typography>
      )}
      <Box
        component="ol"
        mb={0}
        pl={3}
        {...{ 'aria-label': t('retirement.banner.steps') }}
      >
        <Typography component="li" variant="body2">
          {of.accessEndedAt
            ? rich('retirement.banner.accessEnded', {
                time: <RelativeTime at={of.accessEndedAt} />,
              })
            : t('retirement.banner.accessEnding')}
        </Typography>
        <Typography component="li" variant="body2">
          <DataStep of={of} />
        </Typography>
        <Typography component="li" variant="body2">
          {t('retirement.banner.record')}
        </Typography>
      </Box>
      {ending && (
        <Box mt={1}>
          <LinearProgress aria-label={t('retirement.banner.accessEnding')} />
        </Box>
      )}
      {of.problem && (
        <Typography variant="body2" role="status">
          {t('retirement.banner.problem', { problem: of.problem })}
        </Typography>
      )}
    </>
  );
}

function DataStep({ of }: { of: Retirement }) {
  const t = useTexts();
  const rich = useRichTexts();
  const count = String(of.thingsLeft);
  if (of.disposedAt) {
    return (
      <>
        {rich('retirement.banner.dataGone', {
          time: <RelativeTime at={of.disposedAt} />,
        })}
      </>
    );
  }
  if (of.keptBy) {
    return <>{t(`retirement.banner.keptBy.${of.keptBy}`, { count })}</>;
  }
  return new Date(of.disposeAt) > new Date() ? (
    <>
      {rich('retirement.banner.dataWaits', {
        time: <RelativeTime at={of.disposeAt} />,
        count,
      })}
    </>
  ) : (
    <>{t('retirement.banner.dataGoing', { count })}</>
  );
}
