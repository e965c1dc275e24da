import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import type { IncidentView } from '@micro-apps/plugin-micro-apps-common';
import { RelativeTime } from '@micro-apps/plugin-micro-apps-react';
import { PersonName } from '../people/PersonName';
import { useRichTexts, useTexts } from '../translation/useTexts';

/** What came of a grave incident: the post-mortem, and whether it is suspended. */
export function DecisionsCard({
  incident: { postMortem, suspension },
}: {
  incident: Pick<IncidentView, 'postMortem' | 'suspension'>;
}) {
  const t = useTexts();
  const rich = useRichTexts();
  return (
    <InfoCard
      title={t(
        postMortem ? 'incidents.one.postMortem' : 'incidents.one.suspension',
      )}
    >
      {postMortem && (
        <>
          <Box whiteSpace="pre-wrap">
            <Typography>{postMortem.text}</Typography>
          </Box>
          <Typography variant="body2" color="textSecondary" paragraph>
            {rich('incidents.one.postMortemBy', {
              person: <PersonName personRef={postMortem.by} />,
              time: <RelativeTime at={postMortem.at} />,
            })}
          </Typography>
        </>
      )}
      {postMortem && suspension && (
        <Typography variant="subtitle1" component="p">
          {t('incidents.one.suspension')}
        </Typography>
      )}
      {suspension && (
        <Typography>
          {rich(`incidents.one.decided.${suspension.decision}`, {
            person: <PersonName personRef={suspension.by} />,
            time: <RelativeTime at={suspension.at} />,
            reason: suspension.reason,
          })}
        </Typography>
      )}
    </InfoCard>
  );
}
