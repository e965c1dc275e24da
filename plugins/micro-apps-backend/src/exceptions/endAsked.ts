import type { ApprovalsPart, ExceptionsPart } from '../kernel/parts';
import { exceptionsOfApp } from './DatabaseExceptions';
import { closeAsked } from './exceptionKind';

/** Ends every undecided exception of an app, its request and all. */
export function endAsked({
  approvals,
}: {
  approvals: Pick<ApprovalsPart, 'endRequest'>;
}): ExceptionsPart['endAsked'] {
  return async (tx, { app, because, actor, at }) => {
    const rows = (await exceptionsOfApp(tx, app.id)).filter(
      ({ state }) => state === 'asked',
    );
    for (const row of rows) {
      const ended = await approvals.endRequest(tx, {
        kind: 'exception',
        subjectId: row.id,
        because,
        actor,
        at,
      });
      if (!ended.ok) throw new Error(ended.refusal.because);
      const context = { actor, now: at };
      const closed = await closeAsked(tx, { app, row, state: 'void', context });
      if (!closed.ok) throw new Error(closed.refusal.because);
    }
    return rows.length;
  };
}
