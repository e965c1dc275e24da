import {
  createPostureCounter,
  DAY,
  METRIC_DAYS,
} from '@micro-apps/governance-core';
import type { BackendDeps } from '../../kernel/deps';
import { readCountedApps } from './DatabaseCountedApps';
import {
  lastAuditSeq,
  putCounts,
  readCounts,
  type StoredCounts,
} from './DatabaseCounts';
import {
  anyPipelineResult,
  countDeployed,
  readMeasured,
} from './DatabaseMeasured';

export type CountDeps = Pick<
  BackendDeps,
  'database' | 'settings' | 'clock' | 'logger'
>;

/** So many apps at once, so that others get their turn in between. */
const PORTION = 1_000;
/** Counting that was this quick is done again while somebody waits. */
const QUICK_MS = 60;
/** Of the time, at most this share is spent counting. */
const SHARE = 1 / 60;
/** Proofs grow old and windows move on although nobody changes anything. */
const KEEP_MS = 15 * 60_000;

const underWay = new WeakMap<object, Promise<StoredCounts>>();

/**
 * Counts all apps, portion by portion, and keeps the result. Reading numbers
 * costs one row then, however many apps there are (docs/adr/0006). Who comes
 * while it is being counted waits for the same counts.
 */
async function countEverything(deps: CountDeps): Promise<StoredCounts> {
  const { database } = deps;
  const begun = underWay.get(database);
  if (begun) return await begun;
  const counting = countNow(deps).finally(() => underWay.delete(database));
  underWay.set(database, counting);
  return await counting;
}

async function countNow(deps: CountDeps): Promise<StoredCounts> {
  const { settings, clock } = deps;
  const { knex } = deps.database;
  const now = clock();
  const began = performance.now();
  const auditSeq = await lastAuditSeq(knex);
  const counter = createPostureCounter();
  for (let after: string | undefined = ''; after !== undefined; ) {
    const rows = await readCountedApps(knex, {
      after,
      limit: PORTION,
      settings,
    });
    for (const row of rows) counter.add(row, now);
    after = rows.at(-1)?.id;
  }
  const since = new Date(now.getTime() - METRIC_DAYS * DAY).toISOString();
  const counted = {
    countedAt: now.toISOString(),
    auditSeq,
    counts: {
      posture: counter.result(),
      measured: await readMeasured(knex, since),
      pipelineResults: await anyPipelineResult(knex),
      deployed: await countDeployed(knex),
    },
    tookMs: Math.round(performance.now() - began),
  };
  // Whoever waits gets them also where they cannot be kept.
  await putCounts(knex, counted).catch(error => {
    deps.logger.warn(`Numbers could not be kept: ${error}`);
  });
  return counted;
}

/** Counts again when something changed since, or too long ago. */
export async function countAgain(deps: CountDeps): Promise<StoredCounts> {
  const kept = await readCounts(deps.database.knex);
  if (kept && ageOf(deps, kept) * SHARE < kept.tookMs) return kept;
  return kept && (await isCurrent(deps, kept))
    ? kept
    : await countEverything(deps);
}

/**
 * What is shown: the counts as they are kept. Where there are none yet, or
 * where counting is quick, they are made anew. How long it took to find nothing,
 * at the first start, says nothing of how long counting takes.
 */
export async function currentCounts(deps: CountDeps): Promise<StoredCounts> {
  const kept = await readCounts(deps.database.knex);
  if (kept && kept.tookMs > QUICK_MS && hasApps(kept)) return kept;
  return kept && (await isCurrent(deps, kept))
    ? kept
    : await countEverything(deps);
}

function hasApps({ counts }: StoredCounts): boolean {
  return counts.posture.standings.some(({ apps }) => apps > 0);
}

async function isCurrent(
  deps: CountDeps,
  kept: StoredCounts,
): Promise<boolean> {
  return (
    ageOf(deps, kept) < KEEP_MS &&
    (await lastAuditSeq(deps.database.knex)) === kept.auditSeq
  );
}

/** Counts of a time that is still to come were made by a wrong clock: they are old. */
function ageOf({ clock }: CountDeps, { countedAt }: StoredCounts): number {
  const age = clock().getTime() - Date.parse(countedAt);
  return age >= 0 ? age : Infinity;
}
