import {
  liftLegalHold as mayLift,
  refuse,
  setLegalHold as maySet,
} from '@micro-apps/governance-core';
import {
  microAppsLegalHoldPermission,
  type LiftLegalHoldRequest,
  type RetentionView,
  type SetLegalHoldRequest,
} from '@micro-apps/plugin-micro-apps-common';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { lockApp } from '../gates/DatabaseAppLock';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { Command } from '../kernel/commands';
import { onceForApp } from '../kernel/DatabaseIdempotencyKeys';
import { unknownApp } from '../registry/unknownApp';
import { findOwners, isOwner } from '../separation/appActor';
import { requireDirect } from '../separation/requireDirect';
import {
  endLegalHold,
  insertLegalHold,
  openLegalHold,
} from './DatabaseLegalHolds';
import { lookBy } from './DatabaseLooks';
import { endingActorOf } from '../separation/endingActorOf';
import { readView } from './readRetention';
import type { RetentionDeps } from './retentionDeps';
import { tellLegalHold, tellLegalHoldLifted } from './retentionNotices';

/**
 * Sets a legal hold: from the commit on no disposal of the app begins, and one
 * that is under way stops before its next few things.
 */
export function setLegalHold(
  deps: RetentionDeps,
): Command<SetLegalHoldRequest & { id: string }, RetentionView> {
  return {
    permission: microAppsLegalHoldPermission,
    decides: true,
    async run(context, { id, reason, idempotencyKey }) {
      const { database, newId, settings } = deps;
      const { actor, now } = context;
      const direct = requireDirect(context);
      if (!direct.ok) return direct;
      const done = await database.transaction(async tx => {
        const app = await lockApp(tx, id);
        if (!app) return unknownApp();
        const may = maySet(endingActorOf(actor, app, settings));
        if (!may.ok) return may;
        const once = {
          route: 'legal-hold.set',
          actor: actor.ref,
          key: idempotencyKey,
          appId: id,
          content: { reason },
          at: now,
        } as const;
        return await onceForApp(tx, once, async () => {
          if (app.standing === 'disposed') {
            return refuse('not-in-this-state', 'The data of this app is gone');
          }
          if (await openLegalHold(tx, id)) {
            return refuse(
              'not-in-this-state',
              'A legal hold is on this app already',
            );
          }
          const holdId = newId();
          await insertLegalHold(tx, {
            id: holdId,
            appId: id,
            reason,
            by: actor.ref,
            bySubject: actor.subject,
            at: now.toISOString(),
          });
          await appendAuditEntry(tx, {
            at: now,
            actor,
            action: 'legal-hold.set',
            appId: id,
            summary: `Legal hold on the data of ${app.name}`,
            details: { holdId },
            personal: { reason },
          });
          await tellLegalHold(tx, { app, holdId, at: now });
          await lookBy(tx, id, now.toISOString());
          await enqueueAppChanged(tx, { appId: id, at: now });
          return may;
        });
      });
      return done.ok ? await readView(deps, context, { id }) : done;
    },
  };
}

/** Lifts the legal hold that somebody looked at; never that of her own app. */
export function liftLegalHold(
  deps: RetentionDeps,
): Command<LiftLegalHoldRequest & { id: string }, RetentionView> {
  return {
    permission: microAppsLegalHoldPermission,
    decides: true,
    async run(context, { id, reason, holdId, idempotencyKey }) {
      const { apps, database, settings } = deps;
      const { actor, now } = context;
      const direct = requireDirect(context);
      if (!direct.ok) return direct;
      const seen = await apps.get(database.knex, id);
      if (!seen) return unknownApp();
      const known = await findOwners(deps, seen);
      if (!known.ok) return known;
      const done = await database.transaction(async tx => {
        const app = await lockApp(tx, id);
        if (!app) return unknownApp();
        // Under any of her accounts, and who owned it until lately (A5, A7).
        const owner = await isOwner(tx, { actor, app, known: known.value });
        if (!owner.ok) return owner;
        const may = mayLift({
          ...endingActorOf(actor, app, settings),
          isOwner: owner.value,
        });
        if (!may.ok) return may;
        const once = {
          route: 'legal-hold.lift',
          actor: actor.ref,
          key: idempotencyKey,
          appId: id,
          content: { reason, holdId },
          at: now,
        } as const;
        return await onceForApp(tx, once, async () => {
          const lifted = await endLegalHold(tx, {
            id: holdId,
            appId: id,
            reason,
            by: actor.ref,
            bySubject: actor.subject,
            at: now.toISOString(),
          });
          if (!lifted) {
            return refuse(
              'changed-since-you-looked',
              'This legal hold is not in force any more. Reload the page',
            );
          }
          await appendAuditEntry(tx, {
            at: now,
            actor,
            action: 'legal-hold.lifted',
            appId: id,
            summary: `Legal hold on the data of ${app.name} lifted`,
            details: { holdId },
            personal: { reason },
          });
          await tellLegalHoldLifted(tx, { app, holdId, at: now });
          await lookBy(tx, id, now.toISOString());
          await enqueueAppChanged(tx, { appId: id, at: now });
          return may;
        });
      });
      return done.ok ? await readView(deps, context, { id }) : done;
    },
  };
}
