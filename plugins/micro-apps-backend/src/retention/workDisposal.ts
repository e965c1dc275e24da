import { stopsRunning } from '@micro-apps/governance-core';
import type { DispositionPort } from '@micro-apps/plugin-micro-apps-node';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { lockApp } from '../gates/DatabaseAppLock';
import { holdsOnData } from '../gates/DatabaseRetentionLedger';
import { enqueueAppChanged } from '../kernel/appEvents';
import { causeOf } from '../kernel/database';
import { enqueueTakeBack } from '../kernel/takeBack';
import { SYSTEM_ACTOR } from '../kernel/types';
import type { AppRow } from '../registry/AppStore';
import {
  countsOf,
  finishRun,
  getRun,
  markDone,
  markHeld,
  markNewer,
  waitingOf,
  type DisposalRow,
  type DisposalRun,
} from './DatabaseDisposals';
import { dropThings } from './DatabaseKeptThings';
import { lookBy, settleLook } from './DatabaseLooks';
import { recordProof } from './proof';
import type { RetentionDeps } from './retentionDeps';
import { enqueueDisposal } from './startDisposal';

const CHUNK = 50;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 300_000;

/**
 * Works off a disposal: things are deleted outside, and then logged together
 * with what is left to do. A run that was killed half-way goes on with what is
 * not logged; deleting that again does nothing, and so each is logged once and
 * the counts add up (reliability B9). Before every few things it is asked again
 * whether a hold came in between; then the rest stays (B10). So does what has come
 * in anew while a disposal waited for its next try.
 */
export function workDisposal(deps: RetentionDeps) {
  return async function work(payload: Record<string, unknown>): Promise<void> {
    const { disposition } = deps;
    const runId = String(payload.runId);
    if (!disposition) return;
    for (;;) {
      const next = await nextThings(deps, runId);
      if (!next) return;
      const { run, things } = next;
      try {
        await disposeOf(disposition, run, things);
      } catch (error) {
        await tryAgain(deps, run, { tries: Number(payload.tries ?? 0), error });
        return;
      }
      await logGone(deps, run, things);
    }
  };
}

/** What goes next; the run ends here when that is nothing, or when it is held. */
async function nextThings(
  { database, clock }: RetentionDeps,
  runId: string,
): Promise<{ run: DisposalRun; things: readonly DisposalRow[] } | undefined> {
  return await database.transaction(async tx => {
    const run = await getRun(tx, runId);
    const app = run && (await lockApp(tx, run.appId));
    if (!app || (await getRun(tx, runId))?.finishedAt) return undefined;
    const at = clock();
    const [heldFor] = await holdsOnData(tx, app.id);
    if (heldFor) {
      await markHeld(tx, { runId, heldFor, at });
      // Whoever was cut off may have started a copy, and nothing goes any more.
      await stopAgain(tx, app, at);
    }
    await markNewer(tx, { runId, at });
    const things = await waitingOf(tx, runId, CHUNK);
    if (things.length > 0) return { run, things };
    await end(tx, { app, run, at });
    return undefined;
  });
}

async function disposeOf(
  disposition: DispositionPort,
  { appId, how }: DisposalRun,
  things: readonly DisposalRow[],
): Promise<void> {
  for (const environment of new Set(things.map(each => each.environment))) {
    const names = things
      .filter(each => each.environment === environment)
      .map(({ name }) => name);
    await disposition.dispose({ appId, environment, names, how });
  }
}

async function logGone(
  { database, clock }: RetentionDeps,
  run: DisposalRun,
  things: readonly DisposalRow[],
): Promise<void> {
  await database.transaction(async tx => {
    const app = await lockApp(tx, run.appId);
    const positions = things.map(({ position }) => position);
    await markDone(tx, { runId: run.id, positions, at: clock() });
    await dropThings(tx, run.appId, things);
    if (app) await stopAgain(tx, app, clock());
  });
}

/**
 * A copy that ran was started again after its data went; by now the app may be
 * held, or at its end (reliability E11).
 */
async function stopAgain(
  tx: Knex.Transaction,
  { id, standing }: AppRow,
  at: Date,
): Promise<void> {
  if (stopsRunning(standing)) await enqueueTakeBack(tx, { appId: id, at });
}

async function end(
  tx: Knex.Transaction,
  { app, run, at }: { app: AppRow; run: DisposalRun; at: Date },
): Promise<void> {
  if (!(await finishRun(tx, run.id, at))) return;
  const { done, held } = (await countsOf(tx, [run.id]))(run.id);
  const deed = run.how === 'delete' ? 'deleted' : 'archived';
  const summary = `${done} of ${run.due} due data files of ${app.name} ${deed}${
    held > 0 ? `, ${held} held` : ''
  }`;
  await appendAuditEntry(tx, {
    at,
    actor: SYSTEM_ACTOR,
    action: 'disposal.finished',
    appId: app.id,
    summary,
    details: {
      runId: run.id,
      kind: run.cause,
      how: run.how,
      total: run.total,
      due: run.due,
      done,
      held,
      retentionDays: run.retentionDays,
    },
  });
  await recordProof(tx, {
    appId: app.id,
    summary: `${summary}; the rule is ${run.retentionDays} days`,
    at,
  });
  await settleLook(tx, app.id, { provedAt: at.toISOString(), problem: null });
  await lookBy(tx, app.id, at.toISOString());
  await enqueueAppChanged(tx, { appId: app.id, at });
}

/** What does not go is tried again until it does, and shown meanwhile. */
async function tryAgain(
  { database, clock, logger, newId }: RetentionDeps,
  run: DisposalRun,
  { tries, error }: { tries: number; error: unknown },
): Promise<void> {
  logger.warn(`Data of ${run.appId} does not go yet: ${causeOf(error)}`);
  const at = clock();
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS);
  await database.transaction(async tx => {
    const app = await lockApp(tx, run.appId);
    // In one environment it went, and a copy was started there.
    if (app) await stopAgain(tx, app, at);
    await settleLook(tx, run.appId, {
      problem: 'Data that is due could not be deleted; it is tried again',
    });
    await enqueueDisposal(tx, {
      run,
      key: newId(),
      at,
      tries: Math.min(tries + 1, 20),
      dueAt: new Date(at.getTime() + pause),
    });
  });
}
