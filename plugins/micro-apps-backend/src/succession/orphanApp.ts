import { normaliseRef } from '@micro-apps/governance-core';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { lockApp } from '../gates/DatabaseAppLock';
import { enqueueAppChanged } from '../kernel/appEvents';
import { SYSTEM_ACTOR } from '../kernel/types';
import type { AppRow } from '../registry/AppStore';
import { candidatesOf } from './candidatesOf';
import { askSteps, ladderOf, stepAt } from './climb';
import { getLeaver, type LeaverRow } from './DatabaseLeavers';
import { insertOrphan, openOrphan } from './DatabaseOrphans';
import { platformTeamOf, type SuccessionDeps } from './successionDeps';
import { tellOrphaned, tellSecondOwnerLeft } from './successionNotices';

/**
 * Begins to look for a new owner of an app whose owner has left; where only
 * the second owner has, the owner is told. The app goes on as it is: nobody who
 * uses it is punished for that (requirements R10, reliability E1).
 */
export async function orphanApp(
  deps: SuccessionDeps,
  leaver: LeaverRow,
  appId: string,
): Promise<void> {
  const { apps, approvals, clock, database, newId, settings } = deps;
  const seen = await apps.get(database.knex, appId);
  if (!seen || isOver(seen)) return;
  const { candidates, subjects } = await candidatesOf(deps, seen, leaver);
  await database.transaction(async tx => {
    const app = await lockApp(tx, appId);
    const still = await getLeaver(tx, leaver.id);
    if (!app || isOver(app) || !still || still.returnedAt) return;
    const at = clock();
    if (normaliseRef(app.registration.owner) !== leaver.person) {
      await tellSecondOwnerLeft(tx, { app, leaverId: leaver.id, at });
      return;
    }
    if (await openOrphan(tx, appId)) return;
    const found = {
      id: newId(),
      appId,
      leaverId: leaver.id,
      leaver: leaver.person,
      orphanedAt: at.toISOString(),
      candidates,
      subjects,
      platformTeam: platformTeamOf(settings),
    };
    const step = stepAt(ladderOf(found), found.orphanedAt);
    const orphan = { ...found, rung: step.rung, dueAt: step.until };
    await insertOrphan(tx, orphan);
    await appendAuditEntry(tx, {
      at,
      actor: SYSTEM_ACTOR,
      action: 'app.orphaned',
      appId,
      summary:
        'The owner has left; the app keeps running and looks for a new owner',
      details: {
        orphanId: orphan.id,
        leaverId: leaver.id,
        state: step.rung,
        dueAt: step.until,
      },
    });
    await askSteps(tx, deps, { app, orphan, steps: [step], at });
    await tellOrphaned(tx, {
      app,
      orphan,
      step,
      manager: candidates.manager?.[0],
      at,
    });
    // Whoever takes it over asks for what she answers for.
    const ended = await approvals.endRequest(tx, {
      kind: 'app',
      subjectId: appId,
      because: 'The owner has left; the next owner asks anew',
      actor: SYSTEM_ACTOR,
      at,
    });
    if (!ended.ok) throw new Error(ended.refusal.because);
    await enqueueAppChanged(tx, { appId, at });
  });
}

/** Nobody has to own what is retired. */
function isOver({ standing }: Pick<AppRow, 'standing'>): boolean {
  return standing === 'retired' || standing === 'disposed';
}
