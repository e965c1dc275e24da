import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import type {
  AppDetail,
  RequestView,
} from '@micro-apps/plugin-micro-apps-common';
import { Fragment } from 'react';
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
        {stepsOf(request).map(({ step, requirements }, _, all) => (
          <Fragment key={step}>
            {all.length > 1 && (
              <Typography variant="body2" color="textSecondary">
                {t('decision.agree.step', { step: String(step) })}
              </Typography>
            )}
            <Box component="ul" pl={2} mt={0}>
              {requirements.map(requirement => (
                <li key={requirement.role}>
                  <Requirement request={request} requirement={requirement} />
                </li>
              ))}
            </Box>
          </Fragment>
        ))}
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

/** Requirements in the order in which they are asked. */
function stepsOf({ requirements }: RequestView) {
  const steps = [...new Set(requirements.map(({ step = 1 }) => step))].sort(
    (a, b) => a - b,
  );
  return steps.map(step => ({
    step,
    requirements: requirements.filter(each => (each.step ?? 1) === step),
  }));
}

function Requirement({
  request,
  requirement: { role, count, because },
}: {
  request: RequestView;
  requirement: RequestView['requirements'][number];
}) {
  const t = useTexts();
  const waiting = request.tally.waitingFor.find(each => each.role === role);
  const facts = {
    role: t(`words.role.${role}`),
    have: String(waiting?.have ?? count),
    needed: String(count),
    because,
  };
  return (
    <>{t(waiting ? 'decision.agree.waiting' : 'decision.agree.done', facts)}</>
  );
}
