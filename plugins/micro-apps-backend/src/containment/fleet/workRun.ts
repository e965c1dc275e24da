import type { Result } from '@micro-apps/governance-core';
import { appendAuditEntry } from '../../audit/appendAuditEntry';
import { lockApp } from '../../gates/DatabaseAppLock';
import { isDatabaseError } from '../../kernel/database';
import { enqueue } from '../../kernel/outbox';
import { SYSTEM_ACTOR } from '../../kernel/types';
import { findOwners } from '../../separation/appActor';
import type { ContainmentDeps } from '../containmentDeps';
import { openHold } from '../DatabaseHolds';
import { releaseAs } from '../releaseApp';
import {
  countItems,
  finishRun,
  getRun,
  listItems,
  settleItem,
  type FleetItemRow,
  type FleetRunRow,
  type ItemOutcome,
} from './DatabaseFleet';
import { FLEET_RUN } from './startRun';
import { settleUnheld, stopOne, type One } from './stopOne';

/** Apps for one message, so that other work comes in between. */
const CHUNK = 10;
/** How long a run waits for apps whose copies are being stopped. */
const AGAIN_MS = 5_000;

/**
 * Does the next apps of a run, each in a transaction of its own together with
 * its result, and notes that there are more. A run that was cut off goes on
 * with those that have no result.
 */
export function workRun(deps: ContainmentDeps) {
  return async function work(payload: Record<string, unknown>): Promise<void> {
    const { clock, database, newId } = deps;
    const runId = String(payload.runId);
    const run = await getRun(database.knex, runId);
    if (!run || run.finishedAt) return;
    const after = typeof payload.after === 'string' ? payload.after : undefined;
    const items = await listItems(database.knex, {
      runId,
      state: 'waiting',
      after,
      limit: CHUNK,
    });
    for (const item of items) await doOne(deps, run, item);
    const last = items.length === CHUNK ? items.at(-1)?.appId : undefined;
    await database.transaction(async tx => {
      const { waiting, ...counts } = await countItems(tx, runId);
      const at = clock();
      if (waiting > 0) {
        await enqueue(tx, {
          topic: FLEET_RUN,
          key: `${FLEET_RUN}:${runId}:${newId()}`,
          group: runId,
          // Once through: then those that had to wait.
          payload: { runId, after: last },
          at,
          dueAt: last ? at : new Date(at.getTime() + AGAIN_MS),
        });
        return;
      }
      if (!(await finishRun(tx, runId, at))) return;
      await appendAuditEntry(tx, {
        at,
        actor: SYSTEM_ACTOR,
        action: 'fleet.finished',
        summary: `Run over ${
          counts.done + counts.skipped + counts.failed
        } apps is through: ${counts.done} done, ${counts.skipped} left, ${
          counts.failed
        } failed`,
        details: { runId, ...counts },
      });
    });
  };
}

async function doOne(
  deps: ContainmentDeps,
  run: FleetRunRow,
  item: FleetItemRow,
): Promise<void> {
  const { apps, clock, database, logger } = deps;
  const { appId } = item;
  const settled = (outcome: ItemOutcome) => ({
    ...outcome,
    runId: run.id,
    appId,
    at: clock(),
  });
  try {
    const seen = await apps.get(database.knex, appId);
    if (!seen) {
      await database.transaction(tx =>
        settleItem(
          tx,
          settled({ state: 'skipped', because: 'There is no such app' }),
        ),
      );
      return;
    }
    await (run.kind === 'stop' ? stopOne : releaseOne)(deps, run, {
      item,
      seen,
      settled,
    });
  } catch (error) {
    // Nothing can be noted without a database: the message is taken up again.
    if (isDatabaseError(error)) throw error;
    logger.warn(`${appId} in run ${run.id} failed: ${error}`);
    await database.transaction(tx =>
      settleUnheld(
        tx,
        settled({ state: 'failed', because: 'It broke on our side' }),
      ),
    );
  }
}

async function releaseOne(
  deps: ContainmentDeps,
  run: FleetRunRow,
  { item, seen, settled }: One,
): Promise<void> {
  const { clock, database, findActor } = deps;
  const known = await findOwners(deps, seen);
  const found = await findActor?.({ ref: run.by, direct: true, fresh: true });
  // The directory is away: it waits for the next time.
  if (!known.ok || !found?.ok) return;
  const context = { actor: found.value, now: clock() };
  await database.transaction(async tx => {
    const app = await lockApp(tx, item.appId);
    const hold = app && (await openHold(tx, app.id));
    const leave = (because: string) =>
      settleItem(tx, settled({ state: 'skipped', because }));
    if (!app || hold?.id !== item.holdId || !hold) {
      await leave('Somebody has held or released it since');
      return;
    }
    if (item.replacedHoldId !== undefined) {
      await leave('It was held before the run; release it on its Risk tab');
      return;
    }
    const done: Result<true> = await releaseAs(tx, deps, context, {
      app,
      hold,
      known: known.value,
      reason: run.reason,
    });
    if (done.ok) {
      await settleItem(tx, settled({ state: 'done' }));
    } else if (done.refusal.code !== 'busy') {
      await leave(done.refusal.because);
    }
  });
}
