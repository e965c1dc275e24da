import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import type { RequestView } from '@micro-apps/plugin-micro-apps-common';
import { RelativeTime } from '@micro-apps/plugin-micro-apps-react';
import { PersonName } from '../../people/PersonName';
import { useRichTexts, useTexts } from '../../translation/useTexts';

interface FactsProps {
  readonly request: RequestView;
}

/** Who handed her review to whom. */
export function Delegations({ request }: FactsProps) {
  const t = useTexts();
  const rich = useRichTexts();
  if (request.delegations.length === 0) return null;
  return (
    <>
      <Typography variant="subtitle2">
        {t('decision.handedOver.title')}
      </Typography>
      <Box component="ul" pl={2} mt={0}>
        {request.delegations.map(({ from, to, at, note }) => (
          <li key={`${from}${to}${at}`}>
            {rich('decision.handedOver.row', {
              from: <PersonName personRef={from} />,
              to: <PersonName personRef={to} />,
              time: <RelativeTime at={at} />,
            })}
            {note && <> · {t('decision.note', { note })}</>}
          </li>
        ))}
      </Box>
    </>
  );
}

/** What became of an approval that was given in an emergency. */
export function Emergency({ request: { override } }: FactsProps) {
  const rich = useRichTexts();
  if (!override?.review) return null;
  const { by, at, reason, outcome } = override.review;
  return (
    <Typography variant="body2" paragraph>
      {rich('decision.emergency.who', {
        person: <PersonName personRef={override.by} />,
        time: <RelativeTime at={override.at} />,
        reason: override.reason,
      })}{' '}
      {rich(`decision.emergency.looked.${outcome}`, {
        person: <PersonName personRef={by} />,
        time: <RelativeTime at={at} />,
        reason,
      })}
    </Typography>
  );
}

/** Which company rules were asked: when it was asked for, and at the decision. */
export function Revisions({ request: { policyRevision } }: FactsProps) {
  const t = useTexts();
  const { asked, decided, now } = policyRevision ?? {};
  const later = decided ?? now;
  if (!asked || !later || asked === later) return null;
  return (
    <Typography variant="body2" color="textSecondary" paragraph>
      {t(decided ? 'decision.rules.decided' : 'decision.rules.now', {
        asked,
        later,
      })}
    </Typography>
  );
}
