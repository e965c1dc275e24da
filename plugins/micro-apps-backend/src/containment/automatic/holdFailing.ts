import {
  blastAllowance,
  controlById,
  DAY,
  HOLD_ACTIONS,
  HOUR,
  type HoldAction,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../../audit/appendAuditEntry';
import { enqueueNotice } from '../../kernel/notices';
import { containmentSettings } from '../../kernel/settings';
import { SYSTEM_ACTOR } from '../../kernel/types';
import { countApps } from '../../registry/DatabaseFleet';
import type { ContainmentDeps } from '../containmentDeps';
import { startAutomaticRun } from '../fleet/startRun';
import {
  countHeldSince,
  insertProofs,
  readHandled,
  type FailedProof,
} from './DatabaseAutomatic';
import {
  endRefused,
  lockLook,
  putRefused,
  readLook,
  type RefusedRun,
} from './DatabaseLooks';
import { runReason } from './words';

const AT_ONCE = 200;

/** An app that is to be held, and for what. */
export interface Candidate {
  readonly appId: string;
  readonly action: HoldAction;
  readonly proofs: readonly FailedProof[];
}

/** What a look found. */
interface Found {
  /** All of them, or as many as may be held. */
  readonly candidates: readonly Candidate[];
  /** How many there are. */
  readonly apps: number;
  /** Digest of which they are, whatever the newest results are. */
  readonly set: string;
}

/** Takes back what the transaction has written. */
class TooMany extends Error {
  constructor(readonly apps: number) {
    super('More apps than the portal may hold by itself');
  }
}

/**
 * Begins to hold what was found, in one transaction with the note of what for:
 * one run, or one for each way to hold an app where the rules name several. What
 * another instance has begun meanwhile is left out. Where they are too many with
 * those of the last day, none of them is held and people are asked.
 */
export async function holdFailing(
  deps: ContainmentDeps,
  found: Found,
): Promise<void> {
  const { database } = deps;
  if (found.apps === 0) {
    const { refusedSet } = await readLook(database.knex);
    if (refusedSet !== undefined) await database.transaction(endRefused);
    return;
  }
  try {
    await database.transaction(tx => begin(tx, deps, found));
  } catch (error) {
    if (!(error instanceof TooMany)) throw error;
    const { apps } = error;
    await database.transaction(tx =>
      refuse(tx, deps, { apps, set: found.set }),
    );
  }
}

async function begin(
  tx: Knex.Transaction,
  deps: ContainmentDeps,
  { candidates, apps }: Found,
): Promise<void> {
  const { clock, newId, settings } = deps;
  if (apps > candidates.length) throw new TooMany(apps);
  const { refusedSet } = await lockLook(tx);
  const now = clock();
  const at = now.toISOString();
  const fresh = await freshOf(tx, candidates);
  const runs = HOLD_ACTIONS.flatMap(action => {
    const items = fresh.filter(each => each.action === action);
    return items.length > 0 ? [{ id: newId(), action, items }] : [];
  });
  for (const { id, items } of runs) {
    await insertProofs(
      tx,
      { step: 'hold', at, runId: id },
      items.flatMap(({ appId, proofs }) =>
        proofs.map(proof => ({ appId, ...proof })),
      ),
    );
  }
  const aDayAgo = new Date(now.getTime() - DAY).toISOString();
  const affected = await countHeldSince(tx, aDayAgo);
  for (const { id, action, items } of runs) {
    const begun = await startAutomaticRun(tx, deps, {
      id,
      action,
      reason: runReason(titlesOf(items)),
      items: items.map(({ appId, proofs }) => ({
        appId,
        controlIds: proofs.map(({ controlId }) => controlId),
      })),
      affected,
      limit: containmentSettings(settings).limit,
    });
    if (!begun.ok) throw new TooMany(affected);
  }
  if (refusedSet !== undefined) await endRefused(tx);
}

/** What nobody has begun to hold for the same. */
async function freshOf(
  tx: Knex.Transaction,
  candidates: readonly Candidate[],
): Promise<readonly Candidate[]> {
  const fresh: Candidate[] = [];
  for (let from = 0; from < candidates.length; from += AT_ONCE) {
    const some = candidates.slice(from, from + AT_ONCE);
    const handled = await readHandled(
      tx,
      some.map(({ appId }) => appId),
    );
    for (const each of some) {
      const proofs = each.proofs.filter(
        proof => !handled.covers('hold', each.appId, proof),
      );
      if (proofs.length > 0) fresh.push({ ...each, proofs });
    }
  }
  return fresh;
}

function titlesOf(items: readonly Candidate[]): readonly string[] {
  const ids = items.flatMap(({ proofs }) =>
    proofs.map(({ controlId }) => controlId),
  );
  return [...new Set(ids)].map(id => controlById(id)?.title ?? id).sort();
}

/**
 * Writes down that nothing was held and tells administrators. The same apps are
 * told of once, and others after an hour, because a check that breaks fails one
 * app after the other.
 */
async function refuse(
  tx: Knex.Transaction,
  deps: ContainmentDeps,
  { apps, set }: { apps: number; set: string },
): Promise<void> {
  const { clock, settings } = deps;
  const { refused, refusedSet } = await lockLook(tx);
  if (refusedSet === set) return;
  const now = clock();
  const toldSince = now.getTime() - Date.parse(refused?.at ?? '');
  if (refusedSet !== undefined && toldSince < HOUR) return;
  const { limit } = containmentSettings(settings);
  const total = await countApps(tx);
  const most = blastAllowance({ total, limit });
  const numbers: RefusedRun = { at: now.toISOString(), apps, most, total };
  await putRefused(tx, { refused: numbers, set });
  await appendAuditEntry(tx, {
    at: now,
    actor: SYSTEM_ACTOR,
    action: 'fleet.refused',
    summary: `Automatic containment would have held ${apps} of ${total} apps within a day and may hold ${most}; none was held`,
    details: { apps, most, total },
  });
  await enqueueNotice(tx, {
    key: `fleet-refused:${numbers.at}`,
    kind: 'fleet.refused',
    to: { administrators: true },
    title: 'Automatic containment stopped at its limit',
    text: `By itself the portal would have held ${apps} of ${total} apps within a day, and the limit is ${most}. That may be a broken check rather than broken apps, so it held none of them. Look at the held apps and rules: start an emergency stop yourself, or mend the check or the rule.`,
    link: '/micro-apps/fleet',
    urgent: true,
    at: now,
  });
}
