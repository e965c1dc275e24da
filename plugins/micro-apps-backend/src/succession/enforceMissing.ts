import { HOUR, withinBlastRadius } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { isUniqueViolation } from '../kernel/database';
import { SYSTEM_ACTOR } from '../kernel/types';
import { countLeftSince, LEAVERS } from './DatabaseLeavers';
import {
  endPause,
  insertPause,
  openPause,
  recountPause,
} from './DatabasePauses';
import {
  countWatched,
  getWatched,
  missingPeople,
  settleWatched,
} from './DatabasePeople';
import { leave } from './leave';
import { successionSettings, type SuccessionDeps } from './successionDeps';
import { tellPaused } from './successionNotices';

const PAGE = 100;

/**
 * Everybody the directory has lost has left, unless they are too many of the
 * owners in an hour: then it is more likely a bad sync, nobody is cut off, and
 * a person has to confirm it (reliability E3). Whoever comes back meanwhile was
 * never away.
 */
export async function enforceMissing(deps: SuccessionDeps): Promise<void> {
  const { clock, database, settings } = deps;
  const now = clock();
  const { total: there, missing } = await countWatched(database.knex, LEAVERS);
  const anHourAgo = new Date(now.getTime() - HOUR).toISOString();
  const left = await countLeftSince(database.knex, anHourAgo);
  const total = there + left;
  const within = withinBlastRadius({
    affected: missing + left,
    total,
    limit: successionSettings(settings).limit,
  });
  if (missing > 0 && !within.ok) {
    await pause(deps, { missing, total, at: now });
    return;
  }
  await database.transaction(tx => resume(tx, now));
  // No more than were counted: whoever vanishes meanwhile is counted next time.
  await leaveMissing(deps, { until: now.toISOString(), atMost: missing });
}

/** Everybody who was missing by then has left. */
export async function leaveMissing(
  deps: Pick<SuccessionDeps, 'clock' | 'database' | 'newId'>,
  { until, atMost = Infinity }: { until: string; atMost?: number },
): Promise<void> {
  const { clock, database } = deps;
  let after: string | undefined;
  let left = atMost;
  while (left > 0) {
    const refs = await missingPeople(database.knex, {
      leavers: LEAVERS,
      after,
      limit: Math.min(PAGE, left),
    });
    left -= refs.length;
    for (const ref of refs) {
      await database.transaction(async tx => {
        const person = await getWatched(tx, ref);
        if (!person || person.state === 'present') return;
        // Who vanished after somebody had looked was not confirmed.
        if ((person.missingSince ?? '') > until) return;
        const at = clock();
        const replaced = person.state === 'replaced';
        await leave(tx, deps, {
          person: ref,
          subject: person.subject,
          manager: person.manager,
          teams: person.teams,
          foundBy: 'directory',
          replaced,
          at,
        });
        if (!replaced) return;
        await settleWatched(tx, {
          ref,
          subject: person.nextSubject,
          teams: [],
          state: 'present',
          dueAt: at.toISOString(),
        });
      });
    }
    after = refs.at(-1);
    if (after === undefined) return;
  }
}

async function pause(
  { database, newId }: SuccessionDeps,
  { missing, total, at }: { missing: number; total: number; at: Date },
): Promise<void> {
  try {
    await database.transaction(async tx => {
      const open = await openPause(tx);
      if (open) {
        await recountPause(tx, { id: open.id, missing, total });
        return;
      }
      const id = newId();
      const since = at.toISOString();
      await insertPause(tx, { id, since, missing, total });
      await appendAuditEntry(tx, {
        at,
        actor: SYSTEM_ACTOR,
        action: 'leavers.paused',
        summary: `The directory has lost ${missing} of ${total} owners at once; nobody counts as having left until somebody confirms it`,
        details: { pauseId: id, missing, total },
      });
      await tellPaused(tx, { id, missing, total, at });
    });
  } catch (error) {
    // Another replica has seen it first.
    if (!isUniqueViolation(error)) throw error;
  }
}

async function resume(tx: Knex.Transaction, at: Date): Promise<void> {
  const open = await openPause(tx);
  if (!open) return;
  const { id } = open;
  const instant = at.toISOString();
  if (!(await endPause(tx, { id, ended: 'passed', at: instant }))) return;
  await appendAuditEntry(tx, {
    at,
    actor: SYSTEM_ACTOR,
    action: 'leavers.resumed',
    summary:
      'The directory has most of the owners again; leavers are found as ever',
    details: { pauseId: id, outcome: 'passed' },
  });
}
