import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import type { IncidentView } from '@micro-apps/plugin-micro-apps-common';
import { RelativeTime } from '@micro-apps/plugin-micro-apps-react';
import { PersonName } from '../people/PersonName';
import { useRichTexts, useTexts } from '../translation/useTexts';

/** Every severity that it was given, and every deadline that was missed. */
export function RatingsCard({
  incident: { severities, breaches },
}: {
  incident: Pick<IncidentView, 'severities' | 'breaches'>;
}) {
  const t = useTexts();
  const rich = useRichTexts();
  return (
    <InfoCard title={t('incidents.one.severities')}>
      <Box component="ul" pl={2} my={0}>
        {severities.map(({ severity, by, at, reason }) => {
          const rating = rich('incidents.one.ratedBy', {
            severity: t(`incidents.severity.${severity}`),
            person: <PersonName personRef={by} />,
            time: <RelativeTime at={at} />,
          });
          return (
            <li key={`${at}${severity}`}>
              {reason
                ? rich('incidents.one.because', {
                    rating: <>{rating}</>,
                    reason,
                  })
                : rating}
            </li>
          );
        })}
      </Box>
      {breaches.length > 0 && (
        <>
          <Typography variant="subtitle1" component="p">
            {t('incidents.one.breaches')}
          </Typography>
          <Box component="ul" pl={2} my={0}>
            {breaches.map(({ clock, at, noticedAt }) => (
              <li key={clock}>
                {rich(`incidents.one.breach.${clock}`, {
                  at: <RelativeTime at={at} />,
                  noticed: <RelativeTime at={noticedAt} />,
                })}
              </li>
            ))}
          </Box>
        </>
      )}
    </InfoCard>
  );
}
