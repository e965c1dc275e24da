import { appendAuditEntry } from '../audit/appendAuditEntry';
import { lockApp } from '../gates/DatabaseAppLock';
import { enqueueAppChanged } from '../kernel/appEvents';
import { SYSTEM_ACTOR } from '../kernel/types';
import { getLeaver } from './DatabaseLeavers';
import { endOrphan, getOrphan, openOrphansOf } from './DatabaseOrphans';
import type { SuccessionDeps } from './successionDeps';
import { tellReturned } from './successionNotices';

const PAGE = 50;

/** Ends the search for each app of somebody who is back, one by one. */
export function workReturn(deps: SuccessionDeps) {
  return async function work(payload: Record<string, unknown>): Promise<void> {
    const { clock, database } = deps;
    const leaver = await getLeaver(database.knex, String(payload.leaverId));
    if (!leaver?.returnedAt) return;
    let after = '';
    for (;;) {
      const rows = await openOrphansOf(database.knex, leaver.id, {
        after,
        limit: PAGE,
      });
      for (const { id, appId } of rows) {
        await database.transaction(async tx => {
          const app = await lockApp(tx, appId);
          const orphan = app && (await getOrphan(tx, id));
          if (!app || !orphan || orphan.endedAt) return;
          const at = clock();
          await endOrphan(tx, {
            id,
            ended: 'returned',
            by: SYSTEM_ACTOR.ref,
            newOwner: leaver.person,
            at: at.toISOString(),
          });
          await appendAuditEntry(tx, {
            at,
            actor: SYSTEM_ACTOR,
            action: 'orphan.ended',
            appId,
            summary: 'The owner is back, and nobody had taken the app over',
            details: { orphanId: id, outcome: 'returned' },
          });
          await tellReturned(tx, { app, orphan, at });
          await enqueueAppChanged(tx, { appId, at });
        });
      }
      after = rows.at(-1)?.id ?? after;
      if (rows.length < PAGE) return;
    }
  };
}
