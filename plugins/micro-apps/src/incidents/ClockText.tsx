import type { IncidentClock } from '@micro-apps/governance-core';
import Typography from '@material-ui/core/Typography';
import { RelativeTime } from '@micro-apps/plugin-micro-apps-react';
import { useRichTexts } from '../translation/useTexts';

/** A deadline in words: "due in 3 hours"; the exact instant on hover. */
export function ClockText({ clock }: { clock: IncidentClock }) {
  const rich = useRichTexts();
  const { name, state, dueAt, doneAt = dueAt } = clock;
  const missed = state === 'overdue' || state === 'late';
  return (
    <Typography
      variant="body2"
      component="span"
      display="block"
      color={missed ? 'error' : 'initial'}
    >
      {rich(`incidents.clock.${name}.${state}`, {
        due: <RelativeTime at={dueAt} />,
        done: <RelativeTime at={doneAt} />,
      })}
    </Typography>
  );
}
