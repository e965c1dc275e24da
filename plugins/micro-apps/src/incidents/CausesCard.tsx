import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import type {
  IncidentCauses,
  IncidentView,
} from '@micro-apps/plugin-micro-apps-common';
import { RelativeTime } from '@micro-apps/plugin-micro-apps-react';
import { PersonName } from '../people/PersonName';
import { useRichTexts, useTexts } from '../translation/useTexts';

/** Why it happened and what will be done; earlier versions behind a click. */
export function CausesCard({
  incident: { causes },
}: {
  incident: Pick<IncidentView, 'causes'>;
}) {
  const t = useTexts();
  const [newest, ...earlier] = causes;
  return (
    <InfoCard title={t('incidents.one.causes')}>
      {newest ? (
        <Version causes={newest} />
      ) : (
        <Typography>{t('incidents.one.noCauses')}</Typography>
      )}
      {earlier.length > 0 && (
        <Box component="details" mt={1}>
          <summary>
            {t('incidents.one.earlierCauses', {
              count: String(earlier.length),
            })}
          </summary>
          {earlier.map(each => (
            <Version key={each.receivedAt} causes={each} />
          ))}
        </Box>
      )}
    </InfoCard>
  );
}

function Version({ causes }: { causes: IncidentCauses }) {
  const t = useTexts();
  const rich = useRichTexts();
  return (
    <Box mb={1}>
      <Box whiteSpace="pre-wrap">
        <Typography>{causes.causes}</Typography>
      </Box>
      <Box component="ul" pl={2} my={1}>
        {causes.actions.map(({ what, until, who }) => (
          <li key={`${what}${until}${who}`}>
            {t('incidents.one.action', { what, until, who })}
          </li>
        ))}
      </Box>
      <Typography variant="body2" color="textSecondary">
        {rich('incidents.one.causesBy', {
          person: <PersonName personRef={causes.by} />,
          time: <RelativeTime at={causes.receivedAt} />,
        })}
      </Typography>
    </Box>
  );
}
