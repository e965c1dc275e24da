import type { ApprovalsPart, ExceptionsPart } from '../kernel/parts';
import { exceptionsOfApp } from './DatabaseExceptions';
import { endGranted } from './endGranted';
import { closeAsked } from './exceptionKind';
import { cancelEndNotices } from './exceptionNotices';
import { standingOf } from './exceptionView';

/**
 * Ends every exception of an app that ends: what was asked for with its request,
 * and what is in force or would be before long. The end of the app is told;
 * this is not told beside it.
 */
export function appRetired({
  approvals,
}: {
  approvals: Pick<ApprovalsPart, 'endRequest'>;
}): ExceptionsPart['appRetired'] {
  return async (tx, { app, because, actor, at }) => {
    const context = { actor, now: at };
    for (const row of await exceptionsOfApp(tx, app.id)) {
      const standing = standingOf(row, at);
      if (row.state === 'asked') {
        const ended = await approvals.endRequest(tx, {
          kind: 'exception',
          subjectId: row.id,
          because: because.asked,
          actor,
          at,
        });
        if (!ended.ok) throw new Error(ended.refusal.because);
        const closed = await closeAsked(tx, {
          app,
          row,
          state: 'void',
          context,
        });
        if (!closed.ok) throw new Error(closed.refusal.because);
      } else if (standing === 'active' || standing === 'coming') {
        await endGranted(tx, { app, row, reason: because.granted, context });
        await cancelEndNotices(tx, row.id);
      }
    }
  };
}
