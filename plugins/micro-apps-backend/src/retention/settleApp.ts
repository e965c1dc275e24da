import {
  DAY,
  HOUR,
  type AppStanding,
  type Hold,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { lockApp } from '../gates/DatabaseAppLock';
import { enqueue, isWaiting } from '../kernel/outbox';
import { EMPTIED } from '../kernel/parts';
import { SYSTEM_ACTOR } from '../kernel/types';
import type { AppRow } from '../registry/AppStore';
import { openRun } from './DatabaseDisposals';
import { dropThings, putThings } from './DatabaseKeptThings';
import { getLook, settleLook, type LookRow } from './DatabaseLooks';
import type { Seen } from './listThings';
import { planOf, type Keeping, type Plan } from './planOf';
import { recordProof } from './proof';
import { keepingOf, type RetentionDeps } from './retentionDeps';
import { tellWaits } from './retentionNotices';
import { DISPOSE, enqueueDisposal, startDisposal } from './startDisposal';

/** Between two looks at an app that nothing is due of. */
export const LOOK_EVERY_MS = HOUR;
const AGAIN_MS = 60_000;
/** That nothing was due is proved anew well before the proof is out of date. */
const PROVE_EVERY_MS = 14 * DAY;
/** An app whose data is gone is not looked at any more. */
const NEVER = '9999-12-31T00:00:00.000Z';

/** When to look at an app again of which nothing is due now. */
export function nextLookAt(now: Date, nextDueAt: string | undefined): string {
  const latest = new Date(now.getTime() + LOOK_EVERY_MS).toISOString();
  return nextDueAt !== undefined && nextDueAt < latest ? nextDueAt : latest;
}

/** Whether it has to be proved again that the rule of an app is kept. */
export function needsProof(
  { provedAt }: Pick<LookRow, 'provedAt'>,
  things: Keeping['things'],
  now: Date,
): boolean {
  if (!things.some(({ kind }) => kind === 'data')) return false;
  return (
    provedAt === undefined ||
    now.getTime() - Date.parse(provedAt) >= PROVE_EVERY_MS
  );
}

/** How a look ends. */
interface Settled {
  dueAt: string;
  waitingCount?: number | null;
  heldCount?: number | null;
  heldFor?: Hold | null;
  provedAt?: string;
}

/**
 * Writes down what was seen of an app and does what follows: what is due is
 * ordered to go, what is held or too much is logged, once. Each in the
 * transaction that has locked the app.
 *
 * @param options.lease - until when the app was taken to be looked at
 */
export async function settleApp(
  deps: RetentionDeps,
  { appId, seen, lease }: { appId: string; seen: Seen; lease: Date },
): Promise<void> {
  const { database, clock, newId } = deps;
  await database.transaction(async tx => {
    const app = await lockApp(tx, appId);
    const look = app && (await getLook(tx, appId));
    // Looked at by somebody else since, or wanted anew: what was seen is old,
    // and what went in between would be ordered to go, and logged, once more.
    if (!app || look?.dueAt !== lease.toISOString()) return;
    const now = clock();
    await putThings(tx, seen.changed);
    await dropThings(tx, appId, seen.gone);
    const running = await openRun(tx, appId);
    if (running) {
      // Set aside, or lost with what kept the data: nobody else takes it up.
      if (!(await isWaiting(tx, { topic: DISPOSE, group: appId }))) {
        await enqueueDisposal(tx, { run: running, key: newId(), at: now });
      }
      await settleLook(tx, appId, { dueAt: againAt(now) });
      return;
    }
    const keeping = await keepingOf(tx, deps, {
      app,
      things: seen.things,
      now,
    });
    const settled = isGone(app.standing)
      ? { dueAt: NEVER }
      : await whatFollows(tx, deps, { app, look, keeping });
    await settleLook(tx, appId, {
      ...settled,
      lookedAt: now.toISOString(),
      problem: null,
    });
  });
}

/** While a disposal is not through. */
function againAt(now: Date): string {
  return new Date(now.getTime() + AGAIN_MS).toISOString();
}

function isGone(standing: AppStanding): boolean {
  return standing === 'disposed';
}

interface Look {
  readonly app: AppRow;
  readonly look: LookRow;
  readonly keeping: Keeping;
}

async function whatFollows(
  tx: Knex.Transaction,
  deps: RetentionDeps,
  about: Look,
): Promise<Settled> {
  const { app, look, keeping } = about;
  const { things, now } = keeping;
  const plan = planOf(keeping);
  const isEnd =
    keeping.endsAt !== undefined && keeping.endsAt <= now.toISOString();
  const going = plan.allowed.ok
    ? plan.due
    : plan.due.filter(({ kind }) => kind === 'test-data');
  const settled: Settled = {
    dueAt: nextLookAt(now, plan.nextDueAt),
    ...(await noteHeld(tx, about, plan)),
    // What goes now changes the count that somebody would have to confirm.
    ...(going.length > 0
      ? { waitingCount: null }
      : await noteWaiting(tx, about, plan)),
  };
  if (going.length > 0) {
    await startDisposal(tx, deps, {
      app,
      cause: isEnd ? 'retired' : 'rule',
      things: going,
      total: things.length,
      actor: SYSTEM_ACTOR,
      at: now,
    });
    // Looked at while it goes: what is written anew meanwhile stays.
    return { ...settled, dueAt: againAt(now) };
  }
  if (isEnd && things.length === 0 && keeping.holds.length === 0) {
    await enqueue(tx, {
      topic: EMPTIED,
      key: `${EMPTIED}:${app.id}:${deps.newId()}`,
      group: app.id,
      payload: { appId: app.id },
      at: now,
    });
    return settled;
  }
  if (plan.due.length === 0 && needsProof(look, things, now)) {
    await recordProof(tx, {
      appId: app.id,
      summary: `Retention rule of ${app.registration.retentionDays} days looked at: nothing to delete among ${things.length}`,
      at: now,
    });
    return { ...settled, provedAt: now.toISOString() };
  }
  return settled;
}

/** Logs that something stays though it is due, and why; once for each count. */
async function noteHeld(
  tx: Knex.Transaction,
  { app, look, keeping: { holds, now } }: Look,
  { counts }: Plan,
): Promise<Pick<Settled, 'heldCount' | 'heldFor'>> {
  const [heldFor] = holds;
  const heldCount = heldFor ? counts.held[heldFor] ?? 0 : 0;
  if (!heldFor || heldCount === 0) return { heldCount: null, heldFor: null };
  if (look.heldCount !== heldCount || look.heldFor !== heldFor) {
    await appendAuditEntry(tx, {
      at: now,
      actor: SYSTEM_ACTOR,
      action: 'disposal.held',
      appId: app.id,
      summary: `${heldCount} of ${counts.total} data files of ${
        app.name
      } are due and stay: ${
        heldFor === 'legal-hold' ? 'a legal hold' : 'an open incident'
      }`,
      details: { held: heldCount, total: counts.total, code: heldFor },
    });
  }
  return { heldCount, heldFor };
}

/** Logs that somebody has to confirm a count, and tells who can; once for each. */
async function noteWaiting(
  tx: Knex.Transaction,
  { app, look, keeping: { now } }: Look,
  { allowed, counts, due }: Plan,
): Promise<Pick<Settled, 'waitingCount'>> {
  if (allowed.ok || due.length === 0) return { waitingCount: null };
  if (look.waitingCount !== due.length) {
    await appendAuditEntry(tx, {
      at: now,
      actor: SYSTEM_ACTOR,
      action: 'disposal.waits',
      appId: app.id,
      summary: `${due.length} of ${counts.total} data files of ${app.name} are due, more than go without somebody who confirms it`,
      details: { due: due.length, total: counts.total },
    });
    await tellWaits(tx, {
      app,
      due: due.length,
      total: counts.total,
      at: now,
    });
  }
  return { waitingCount: due.length };
}
