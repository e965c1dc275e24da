import { Link } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import type { IncidentView } from '@micro-apps/plugin-micro-apps-common';
import { RelativeTime } from '@micro-apps/plugin-micro-apps-react';
import { useRichTexts, useTexts } from '../translation/useTexts';
import { ClockText } from './ClockText';
import { IncidentActions } from './IncidentActions';
import { nextOf } from './nextOf';
import { SeverityText } from './SeverityText';

/** One incident in short: how bad, what is due, what is next, and its button. */
export function IncidentItem({
  incident,
  onDone,
}: {
  incident: IncidentView;
  onDone: () => void | Promise<void>;
}) {
  const t = useTexts();
  const rich = useRichTexts();
  const { id, title, closedAt, clocks } = incident;
  return (
    <Box component="section" mb={2} aria-label={title}>
      <Typography variant="subtitle1" component="h6">
        <Link to={`/micro-apps/incidents/${id}`}>{title}</Link>
      </Typography>
      <Typography variant="body2">
        <SeverityText incident={incident} />
      </Typography>
      {closedAt === undefined ? (
        clocks.map(clock => <ClockText key={clock.name} clock={clock} />)
      ) : (
        <Typography variant="body2">
          {rich('incidents.closed', { time: <RelativeTime at={closedAt} /> })}
        </Typography>
      )}
      <Typography variant="body1">
        {t(`incidents.next.${nextOf(incident)}`)}
      </Typography>
      <IncidentActions incident={incident} onDone={onDone} />
    </Box>
  );
}
