import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import type { RetentionView } from '@micro-apps/plugin-micro-apps-common';
import { RelativeTime } from '@micro-apps/plugin-micro-apps-react';
import { PersonName } from '../people/PersonName';
import { Notice } from '../policy/Notice';
import { useRichTexts, useTexts } from '../translation/useTexts';

/** Why nothing of the data goes, and the button for it where she may. */
export function LegalHold({
  view: { legalHold, viewer },
  onLift,
}: {
  view: RetentionView;
  onLift: () => void;
}) {
  const t = useTexts();
  const rich = useRichTexts();
  if (!legalHold) return null;
  return (
    <Box mt={1}>
      <Notice severity="warning" title={t('retention.hold.title')}>
        <Typography variant="body2">
          {rich('retention.hold.who', {
            person: <PersonName personRef={legalHold.by} />,
            time: <RelativeTime at={legalHold.since} />,
            reason: legalHold.reason,
          })}
        </Typography>
        <Typography variant="body2">{t('retention.hold.means')}</Typography>
        {viewer.mayLiftHold && (
          <Box mt={1}>
            <Button variant="outlined" onClick={onLift}>
              {t('retention.hold.lift')}
            </Button>
          </Box>
        )}
      </Notice>
    </Box>
  );
}

/** Legal holds that were lifted, behind a click. */
export function EarlierHolds({
  view: { earlierHolds },
}: {
  view: RetentionView;
}) {
  const t = useTexts();
  const rich = useRichTexts();
  if (earlierHolds.length === 0) return null;
  return (
    <Box component="details" mt={2}>
      <summary>
        {t('retention.hold.earlier', { count: String(earlierHolds.length) })}
      </summary>
      {earlierHolds.map(hold => (
        <Box key={hold.id} mt={1}>
          <Typography variant="body2">
            {rich('retention.hold.was', {
              person: <PersonName personRef={hold.by} />,
              time: <RelativeTime at={hold.since} />,
              reason: hold.reason,
            })}
          </Typography>
          {hold.liftedAt && hold.liftedBy && (
            <Typography variant="body2" color="textSecondary">
              {rich('retention.hold.lifted', {
                person: <PersonName personRef={hold.liftedBy} />,
                time: <RelativeTime at={hold.liftedAt} />,
                reason: hold.liftReason ?? '',
              })}
            </Typography>
          )}
        </Box>
      ))}
    </Box>
  );
}
