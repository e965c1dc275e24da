import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import type { ExceptionLimits } from '@micro-apps/governance-core';
import { useRichTexts, useTexts } from '../translation/useTexts';
import { Day } from './Day';
import type { AskedPlan } from './planOf';

/** How long, how much of the chain is left, and who grants it. */
export function AskPlan(props: AskedPlan & { limits: ExceptionLimits }) {
  const { startsAt, endsAt, plan, limits } = props;
  const t = useTexts();
  const rich = useRichTexts();
  return (
    <Box my={1} role="status">
      <Typography variant="subtitle2" component="h3">
        {t('exceptions.plan.title')}
      </Typography>
      {plan.ok ? (
        <Typography variant="body2">
          {startsAt === undefined
            ? rich('exceptions.plan.from', { until: <Day at={endsAt} /> })
            : rich('exceptions.plan.follows', {
                from: <Day at={startsAt} />,
                until: <Day at={endsAt} />,
              })}{' '}
          {plan.value.approver === 'it'
            ? t('exceptions.plan.first')
            : t('exceptions.plan.renewal', {
                number: String(plan.value.renewal + 1),
                days: String(Math.ceil(plan.value.chainDays * 10) / 10),
                most: String(limits.chain),
              })}{' '}
          {t('exceptions.plan.rest')}
        </Typography>
      ) : (
        <Typography variant="body2" color="error">
          {plan.refusal.because}
        </Typography>
      )}
    </Box>
  );
}
