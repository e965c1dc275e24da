import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { RelativeTime } from '@micro-apps/plugin-micro-apps-react';
import { PersonName } from '../../people/PersonName';
import { Notice } from '../../policy/Notice';
import { useRichTexts, useTexts } from '../../translation/useTexts';
import type { PanelProps } from '../panel';

/** True while an emergency approval waits for its second look. */
export function waitsForSecondLook({ app }: Pick<PanelProps, 'app'>): boolean {
  const override = app.request?.override;
  return override !== undefined && override.review === undefined;
}

/**
 * Says loudly that an app was approved in an emergency and that somebody else
 * has to look at it, until somebody has.
 */
export function EmergencyBanner({ app, onOpen }: PanelProps) {
  const t = useTexts();
  const rich = useRichTexts();
  const { override, viewer } = app.request ?? {};
  if (!override || override.review) return null;
  const { by, at, reason, dueAt, isOverdue } = override;
  return (
    <Notice
      severity="error"
      title={t(
        isOverdue ? 'decision.emergency.overdue' : 'decision.emergency.title',
      )}
    >
      <Typography variant="body2">
        {rich('decision.emergency.who', {
          person: <PersonName personRef={by} />,
          time: <RelativeTime at={at} />,
          reason,
        })}
      </Typography>
      <Typography variant="body2">
        {rich(
          isOverdue ? 'decision.emergency.wasDue' : 'decision.emergency.due',
          { time: <RelativeTime at={dueAt} /> },
        )}
      </Typography>
      {viewer?.mayReviewOverride && (
        <Box display="flex" flexWrap="wrap" gridGap={8} mt={1}>
          {(['upheld', 'taken-back'] as const).map(outcome => (
            <Button
              key={outcome}
              variant={outcome === 'upheld' ? 'contained' : 'outlined'}
              color={outcome === 'upheld' ? 'primary' : 'default'}
              onClick={() => onOpen({ kind: 'second-look', outcome })}
            >
              {t(`decision.emergency.${outcome}`)}
            </Button>
          ))}
        </Box>
      )}
    </Notice>
  );
}
