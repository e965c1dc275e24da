import { disposeApp as mayDispose } from '@micro-apps/governance-core';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { lockApp } from '../gates/DatabaseAppLock';
import { holdsOnData } from '../gates/DatabaseRetentionLedger';
import { enqueueAppChanged } from '../kernel/appEvents';
import { SYSTEM_ACTOR } from '../kernel/types';
import type { AppRow, Connection } from '../registry/AppStore';
import { setStanding } from '../registry/DatabaseAppStore';
import {
  countThings,
  noteRetirement,
  placesGone,
  placesOf,
  retirementOf,
} from './DatabaseRetirements';
import type { RetirementDeps } from './retirementDeps';
import { tellDisposed } from './retirementNotices';

/**
 * The last step of an app's end: the places where it ran go, keys, releases and
 * logs with them, and it counts as disposed. Its record and its repository stay.
 * Told too early, or twice, it does nothing.
 */
export function disposeApp(deps: RetirementDeps) {
  return async function dispose(
    payload: Record<string, unknown>,
  ): Promise<void> {
    const { apps, clock, database, deployment } = deps;
    const appId = String(payload.appId);
    const seen = await apps.get(database.knex, appId);
    if (!seen || !(await isOver(database.knex, seen))) return;
    for (const environment of await placesOf(database.knex, appId)) {
      await deployment?.remove({ appId, environment });
    }
    await database.transaction(async tx => {
      const app = await lockApp(tx, appId);
      const standing = app && (await isOver(tx, app));
      if (!app || !standing) return;
      const at = clock();
      await placesGone(tx, appId, at);
      await setStanding(tx, app, standing);
      await noteRetirement(tx, appId, { disposedAt: at.toISOString() });
      await appendAuditEntry(tx, {
        at,
        actor: SYSTEM_ACTOR,
        action: 'app.disposed',
        appId,
        summary: `Nothing is left of the data of ${app.name}; its record stays`,
      });
      await tellDisposed(tx, { app, at });
      await enqueueAppChanged(tx, { appId, at });
    });
  };
}

/** How an app stands of which nothing is left. */
async function isOver(connection: Connection, app: AppRow) {
  const retirement = await retirementOf(connection, app.id);
  const over = mayDispose({
    standing: app.standing,
    itemsLeft: await countThings(connection, app.id),
    accessEnded: retirement?.accessEndedAt !== undefined,
    held: (await holdsOnData(connection, app.id)).length > 0,
  });
  return over.ok ? over.value : undefined;
}
