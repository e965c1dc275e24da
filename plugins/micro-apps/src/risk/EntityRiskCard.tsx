import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import {
  BandChip,
  ErrorNotice,
  LoadingRows,
} from '@micro-apps/plugin-micro-apps-react';
import { useTexts } from '../translation/useTexts';
import { useAppId } from '../useAppId';
import { useAppDetail } from './useAppDetail';

/** Band, score and next step, on the overview. */
export function EntityRiskCard() {
  const t = useTexts();
  const { value: app, error, reload } = useAppDetail(useAppId());
  return (
    <InfoCard
      title={t('risk.title')}
      variant="gridItem"
      deepLink={{ title: t('risk.card.more'), link: 'risk' }}
    >
      {!app && error && <ErrorNotice error={error} onRetry={reload} />}
      {!app && !error && <LoadingRows rows={2} />}
      {app && (
        <>
          <Box mb={1}>
            <BandChip band={app.band} score={app.score} />
          </Box>
          <Typography variant="body1">{app.nextStep.sentence}</Typography>
          <Typography variant="body2" color="textSecondary">
            {t('risk.card.met', {
              met: String(metOf(app.findings)),
              all: String(app.findings.length),
            })}
          </Typography>
        </>
      )}
    </InfoCard>
  );
}

function metOf(findings: readonly { state: string; code: string }[]): number {
  return findings.filter(
    ({ state, code }) =>
      state === 'satisfied' ||
      (state === 'not-applicable' && code !== 'excepted'),
  ).length;
}
