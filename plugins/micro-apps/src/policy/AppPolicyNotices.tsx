import Typography from '@material-ui/core/Typography';
import type { AppDetail } from '@micro-apps/plugin-micro-apps-common';
import { RelativeTime } from '@micro-apps/plugin-micro-apps-react';
import { DateTime } from 'luxon';
import { useRichTexts, useTexts } from '../translation/useTexts';
import { Notice } from './Notice';

/** Whether company rules have something to say above everything else. */
export function hasPolicyNotices(app: AppDetail): boolean {
  return Boolean(app.pendingPolicy || app.reapprovalDueAt);
}

/** What company rules mean for this app beyond its gate. */
export function AppPolicyNotices({ app }: { app: AppDetail }) {
  const { pendingPolicy, reapprovalDueAt, reapprovalBecause } = app;
  const t = useTexts();
  const rich = useRichTexts();
  const waitsFor = hasAnswered(app) ? 'refused' : 'pending';
  return (
    <>
      {pendingPolicy && (
        <Notice severity="info" title={t(`policy.${waitsFor}.title`)}>
          <Typography variant="body2">
            {t(`policy.${waitsFor}.text`)}
          </Typography>
        </Notice>
      )}
      {reapprovalDueAt && (
        <Notice
          severity="warning"
          title={t('policy.reapproval', { date: dateOf(reapprovalDueAt) })}
        >
          <Typography variant="body2">
            {rich('policy.reapprovalText', {
              time: <RelativeTime at={reapprovalDueAt} />,
            })}
          </Typography>
          {reapprovalBecause && (
            <Typography variant="body2">
              {t('policy.reapprovalBecause', { because: reapprovalBecause })}
            </Typography>
          )}
        </Notice>
      )}
    </>
  );
}

/** Whether company rules have said no; who may not read the gate is not told. */
function hasAnswered({ gate, viewer }: AppDetail): boolean {
  return (
    viewer.canRead &&
    gate.violations.every(({ code }) => code !== 'policy-pending')
  );
}

function dateOf(instant: string): string {
  const date = DateTime.fromISO(instant);
  return date.isValid ? date.toLocaleString(DateTime.DATE_MED) : instant;
}
