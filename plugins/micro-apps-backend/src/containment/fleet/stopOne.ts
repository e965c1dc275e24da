import { holdApp, type ContainmentActor } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { lockApp } from '../../gates/DatabaseAppLock';
import { SYSTEM_ACTOR, type Actor } from '../../kernel/types';
import type { AppRow } from '../../registry/AppStore';
import { reviewerOf } from '../../separation/appActor';
import { deleteProofs } from '../automatic/DatabaseAutomatic';
import { prepareCause } from '../automatic/prepareCause';
import type { ContainmentDeps } from '../containmentDeps';
import { imposeHold } from '../imposeHold';
import {
  settleItem,
  type FleetItemRow,
  type FleetRunRow,
  type ItemOutcome,
} from './DatabaseFleet';
import { THE_PORTAL } from './fleetActor';
import { wouldHold } from './previewStop';

/** One app of a run. */
export interface One {
  readonly item: FleetItemRow;
  readonly seen: AppRow;
  readonly settled: (outcome: ItemOutcome) => Parameters<typeof settleItem>[1];
}

/**
 * Holds one app of a run, as it is by now: what somebody holds as strictly, and
 * what an automatic run finds mended, it leaves alone.
 */
export async function stopOne(
  deps: ContainmentDeps,
  run: FleetRunRow,
  { item, seen, settled }: One,
): Promise<void> {
  const { clock, database, settings } = deps;
  const now = clock();
  const causeOf = await prepareCause(deps, run, { item, seen, now });
  // Whether it still fails cannot be told now: it waits for the next time.
  if (!causeOf) return;
  await database.transaction(async tx => {
    const app = await lockApp(tx, item.appId);
    if (!app) return;
    const leave = (because: string) =>
      settleUnheld(tx, settled({ state: 'skipped', because }));
    if (!wouldHold(app, run.action)) {
      await leave(`It is ${app.standing} already`);
      return;
    }
    const actor = starterOf(run);
    const standing = holdApp({
      standing: app.standing,
      action: run.action,
      actor: run.automatic ? THE_PORTAL : asStarter(actor, app, settings),
    });
    if (!standing.ok) {
      await leave(standing.refusal.because);
      return;
    }
    const cause = await causeOf(tx, app);
    if (!cause) {
      await leave(
        'What it was to be held for does not fail any more, or no rule holds for it any more',
      );
      return;
    }
    const { id, replaced } = await imposeHold(tx, deps, {
      app,
      standing: standing.value,
      ...cause,
      actor,
      at: now,
      runId: run.id,
    });
    await settleItem(
      tx,
      settled({ state: 'done', holdId: id, replacedHoldId: replaced }),
    );
  });
}

/**
 * Notes that a run did not hold an app, and forgets what an automatic one was to
 * hold it for: the next look may begin anew. Where somebody working at the same
 * run has noted something before, that stays, and so does what she held it for.
 */
export async function settleUnheld(
  tx: Knex.Transaction,
  item: Parameters<typeof settleItem>[1],
): Promise<void> {
  if (await settleItem(tx, item)) await deleteProofs(tx, item);
}

function asStarter(
  actor: Actor,
  app: AppRow,
  settings: ContainmentDeps['settings'],
): ContainmentActor {
  return { ...reviewerOf(actor, app, settings), isOwner: false };
}

/** Whoever began it, as she was then. */
function starterOf({ by, bySubject, groups, automatic }: FleetRunRow): Actor {
  return automatic
    ? SYSTEM_ACTOR
    : { ref: by, subject: bySubject, direct: true, groups };
}
