import {
  refuse,
  releaseApp,
  samePerson,
  type Result,
} from '@micro-apps/governance-core';
import type { ContainmentRequest } from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { lockApp } from '../gates/DatabaseAppLock';
import type { CommandContext } from '../kernel/commands';
import type { AppRow } from '../registry/AppStore';
import { unknownApp } from '../registry/unknownApp';
import type { KnownPeople } from '../separation/knownPeople';
import {
  findOwners,
  isOwner,
  personOf,
  reviewerOf,
} from '../separation/appActor';
import type { ContainmentDeps } from './containmentDeps';
import { openHold, type HoldRow } from './DatabaseHolds';
import { changedMeanwhile } from './refusals';
import { releaseHold } from './releaseHold';

/**
 * Releases an app that people hold. It names the hold that was looked at: who
 * holds it anew meanwhile is not overruled (reliability E11).
 */
export async function release(
  deps: ContainmentDeps,
  context: CommandContext,
  asked: Pick<ContainmentRequest, 'reason' | 'expectedVersion' | 'holdId'> & {
    id: string;
  },
): Promise<Result<true>> {
  const { apps, database } = deps;
  const seen = await apps.get(database.knex, asked.id);
  if (!seen) return unknownApp();
  const known = await findOwners(deps, seen);
  if (!known.ok) return known;
  return await database.transaction(async tx => {
    const app = await lockApp(tx, asked.id);
    if (!app) return unknownApp();
    if (app.version !== asked.expectedVersion) return changedMeanwhile();
    const hold = await openHold(tx, app.id);
    if (!hold) {
      return refuse('not-in-this-state', 'Nobody holds this app');
    }
    if (hold.id !== asked.holdId) return changedMeanwhile();
    return await releaseAs(tx, deps, context, {
      app,
      hold,
      known: known.value,
      reason: asked.reason,
    });
  });
}

/** Releases one hold of an app that is locked, if the person may. */
export async function releaseAs(
  tx: Knex.Transaction,
  deps: ContainmentDeps,
  context: Pick<CommandContext, 'actor' | 'now'>,
  options: { app: AppRow; hold: HoldRow; known: KnownPeople; reason: string },
): Promise<Result<true>> {
  const { app, hold, known, reason } = options;
  const { actor } = context;
  const owner = await isOwner(tx, { actor, app, known });
  if (!owner.ok) return owner;
  const to = releaseApp({
    standing: app.standing,
    heldFrom: hold.heldFrom,
    actor: {
      ...reviewerOf(actor, app, deps.settings),
      isOwner: owner.value,
    },
    imposedByActor: samePerson(personOf(actor), {
      ref: hold.by,
      subject: hold.bySubject,
      groups: [],
    }),
  });
  if (!to.ok) return to;
  return await releaseHold(tx, deps, context, {
    app,
    hold,
    to: to.value,
    ended: 'released',
    reason,
    // Whoever releases it has looked at what ran.
    allows: async () => true,
  });
}
