import { lockApp } from '../gates/DatabaseAppLock';
import { enqueueAppChanged } from '../kernel/appEvents';
import { timeOfWork, type Delivery } from '../kernel/outbox';
import { SYSTEM_ACTOR } from '../kernel/types';
import { getException } from './DatabaseExceptions';
import { closeAsked } from './exceptionKind';
import { tellUnanswered } from './exceptionNotices';
import type { ExceptionsDeps } from './exceptionsDeps';

/** Outbox topic, payload `{ exceptionId }`: the time that was asked for is over. */
export const EXCEPTION_OVERDUE = 'exception.overdue';

/**
 * Takes what nobody answered out of the review queue when the time that was
 * asked for is over; it can no longer be granted by then anyway.
 */
export function endUnanswered(deps: ExceptionsDeps) {
  return async function end(
    payload: Record<string, unknown>,
    delivery: Pick<Delivery, 'wantedAt'>,
  ): Promise<void> {
    const { approvals, clock, database } = deps;
    const id = String(payload.exceptionId);
    await database.transaction(async tx => {
      const named = await getException(tx, id);
      const app = named && (await lockApp(tx, named.appId));
      const row = app && (await getException(tx, id));
      const now = timeOfWork(clock, delivery);
      if (!app || row?.state !== 'asked') return;
      if (row.endsAt > now.toISOString()) return;
      const context = { actor: SYSTEM_ACTOR, now };
      const ended = await approvals.endRequest(tx, {
        kind: 'exception',
        subjectId: id,
        because: 'Nobody answered before the time that was asked for was over',
        actor: SYSTEM_ACTOR,
        at: now,
      });
      if (!ended.ok) throw new Error(ended.refusal.because);
      const closed = await closeAsked(tx, { app, row, state: 'void', context });
      if (!closed.ok) throw new Error(closed.refusal.because);
      await tellUnanswered(tx, { app, asked: row, at: now });
      await enqueueAppChanged(tx, { appId: app.id, at: now });
    });
  };
}
