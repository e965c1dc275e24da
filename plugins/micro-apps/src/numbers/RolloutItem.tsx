import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import type { RolloutStep } from '@micro-apps/governance-core';
import { RelativeTime } from '@micro-apps/plugin-micro-apps-react';
import { PersonName } from '../people/PersonName';
import { useRichTexts, useTexts } from '../translation/useTexts';

/** One step of the board, and who says so. */
export function RolloutItem({
  step,
  onTick,
}: {
  step: RolloutStep;
  /** Left out: nobody here may tick it. */
  onTick?: (step: RolloutStep) => void;
}) {
  const t = useTexts();
  const rich = useRichTexts();
  const { title, definition, done, late, tick, knownBy } = step;
  const open = late ? t('numbers.rollout.late') : t('numbers.rollout.open');
  return (
    <Box mb={2}>
      <Typography variant="subtitle1" component="p">
        <strong>
          <span aria-hidden>{done ? '✓ ' : '○ '}</span>
          {done ? t('numbers.rollout.done') : open}
        </strong>
        {` · ${title}`}
      </Typography>
      <Typography variant="body2">
        {definition} {knownBy === 'portal' && t('numbers.rollout.portal')}
      </Typography>
      {tick && (
        <Typography variant="body2">
          {rich('numbers.rollout.ticked', {
            person: <PersonName personRef={tick.by} />,
            time: <RelativeTime at={tick.at} />,
            note: tick.note,
          })}
        </Typography>
      )}
      {onTick && (
        <Button
          size="small"
          aria-label={
            done
              ? t('numbers.rollout.untickOf', { step: title })
              : t('numbers.rollout.tickOf', { step: title })
          }
          onClick={() => onTick(step)}
        >
          {done ? t('numbers.rollout.untick') : t('numbers.rollout.tick')}
        </Button>
      )}
    </Box>
  );
}
