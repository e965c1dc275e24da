import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import type {
  AppDetail,
  RequestView,
} from '@micro-apps/plugin-micro-apps-common';
import { PersonName } from '../../people/PersonName';
import { useRichTexts, useTexts } from '../../translation/useTexts';

/** Who has to agree, and who cannot decide and why. */
export function WhoDecides(props: { app: AppDetail; request: RequestView }) {
  const { app, request } = props;
  const t = useTexts();
  const rich = useRichTexts();
  const { owner, successor, businessUnit } = app.registration;
  return (
    <Box display="flex" flexWrap="wrap" gridGap={32} mb={1}>
      <div>
        <Typography variant="subtitle2">{t('decision.agree.title')}</Typography>
        <Box component="ul" pl={2} mt={0}>
          {request.requirements.map(({ role, count, because }) => {
            const waiting = request.tally.waitingFor.find(
              each => each.role === role,
            );
            return (
              <li key={role}>
                {t(waiting ? 'decision.agree.waiting' : 'decision.agree.done', {
                  role: t(`words.role.${role}`),
                  have: String(waiting?.have ?? count),
                  needed: String(count),
                  because,
                })}
              </li>
            );
          })}
        </Box>
      </div>
      <div>
        <Typography variant="subtitle2">
          {t('decision.cannot.title')}
        </Typography>
        <Box component="ul" pl={2} mt={0}>
          <li>
            {rich('decision.cannot.owner', {
              person: <PersonName personRef={owner} />,
            })}
          </li>
          {request.requestedBy !== owner && (
            <li>
              {rich('decision.cannot.requester', {
                person: <PersonName personRef={request.requestedBy} />,
              })}
            </li>
          )}
          {successor && successor !== request.requestedBy && (
            <li>
              {rich('decision.cannot.successor', {
                person: <PersonName personRef={successor} />,
              })}
            </li>
          )}
          <li>{t('decision.cannot.involved')}</li>
          {app.band === 'high' && (
            <li>
              {rich('decision.cannot.team', {
                team: <PersonName personRef={businessUnit} />,
              })}
            </li>
          )}
        </Box>
      </div>
    </Box>
  );
}
