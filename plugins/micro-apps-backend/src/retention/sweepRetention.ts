import { setImmediate as othersTurn } from 'node:timers/promises';
import { causeOf } from '../kernel/database';
import type { AppRow } from '../registry/AppStore';
import { appsById } from '../registry/DatabaseAppsById';
import { thingsOfApps, type KeptRow } from './DatabaseKeptThings';
import {
  beginLooks,
  claimLooks,
  lookedAtAll,
  settleLook,
  type LookRow,
} from './DatabaseLooks';
import { listThings } from './listThings';
import { planOf } from './planOf';
import type { RetentionDeps } from './retentionDeps';
import { needsProof, nextLookAt, settleApp } from './settleApp';
import { retentionSettings } from '../kernel/settings';

const PAGE = 500;
/** After this somebody else looks at what was claimed (reliability B7). */
const LEASE_MS = 120_000;
const AFTER_A_PROBLEM_MS = 300_000;

/**
 * Looks at every app that is due to be looked at, a page at a time, and orders
 * what follows. What is due is compared here, at the instant of the look, with
 * the database's clock; several instances share the work row by row.
 *
 * @returns how many apps were looked at
 */
export async function sweepRetention(deps: RetentionDeps): Promise<number> {
  const { database, clock, disposition } = deps;
  if (!disposition) return 0;
  let begun = PAGE;
  while (begun === PAGE) {
    begun = await beginLooks(database.knex, { at: clock(), limit: PAGE });
  }
  let looked = 0;
  for (;;) {
    const now = clock();
    const lease = new Date(now.getTime() + LEASE_MS);
    const page = await claimLooks(database, { now, lease, limit: PAGE });
    if (page.length === 0) return looked;
    looked += page.length;
    await lookAtPage(deps, { page, lease });
    // SQLite answers without waiting for anything: until the last page nobody
    // else would be let in.
    await othersTurn();
  }
}

async function lookAtPage(
  deps: RetentionDeps,
  { page, lease }: { page: readonly LookRow[]; lease: Date },
): Promise<void> {
  const { database, clock } = deps;
  const ids = page.map(({ appId }) => appId);
  const apps = await appsById(database.knex, ids);
  const known = await thingsOfApps(database.knex, ids);
  const calm = new Map<string, string[]>();
  for (const look of page) {
    // What is not reached in time is for whoever takes it then.
    if (clock() >= lease) break;
    const { appId } = look;
    const app = apps.get(appId);
    if (!app) continue;
    const dueAt = await lookAtApp(deps, {
      app,
      look,
      known: known.get(appId) ?? [],
      lease,
    });
    if (dueAt === undefined) continue;
    calm.set(dueAt, [...(calm.get(dueAt) ?? []), appId]);
  }
  for (const [dueAt, appIds] of calm) {
    await lookedAtAll(database.knex, { appIds, lease, at: clock(), dueAt });
  }
}

/** @returns when to look again, when nothing has to be written for the app */
async function lookAtApp(
  deps: RetentionDeps,
  about: {
    app: AppRow;
    look: LookRow;
    known: readonly KeptRow[];
    lease: Date;
  },
): Promise<string | undefined> {
  const { clock, database, disposition, logger, settings } = deps;
  const { app, look, known, lease } = about;
  if (!disposition) return undefined;
  try {
    const now = clock();
    const seen = await listThings({
      disposition,
      settings,
      appId: app.id,
      known,
      lookedAt: look.lookedAt,
      now,
    });
    const { due, nextDueAt } = planOf({
      things: seen.things,
      holds: [],
      retentionDays: app.registration.retentionDays,
      maxShare: retentionSettings(settings).maxShare,
      now,
    });
    const isCalm =
      app.standing !== 'retired' &&
      app.standing !== 'disposed' &&
      seen.changed.length + seen.gone.length + due.length === 0 &&
      look.waitingCount === undefined &&
      look.heldCount === undefined &&
      !needsProof(look, seen.things, now);
    // Many apps are looked at again at the same instant: one statement.
    if (isCalm) return nextLookAt(now, nextDueAt);
    await settleApp(deps, { appId: app.id, seen, lease });
  } catch (error) {
    logger.warn(`Data of ${app.id} could not be looked at: ${causeOf(error)}`);
    await settleLook(database.knex, app.id, {
      dueAt: new Date(clock().getTime() + AFTER_A_PROBLEM_MS).toISOString(),
      problem: 'What the app keeps could not be looked at',
    });
  }
  return undefined;
}
