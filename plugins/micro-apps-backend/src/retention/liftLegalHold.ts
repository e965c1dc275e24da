import {
  accept,
  liftLegalHold as mayLift,
  refuse,
} from '@micro-apps/governance-core';
import {
  microAppsLegalHoldPermission,
  type LiftLegalHoldRequest,
  type RetentionView,
} from '@micro-apps/plugin-micro-apps-common';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { Command } from '../kernel/commands';
import { unknownApp } from '../registry/unknownApp';
import { findOwners, isOwner } from '../separation/appActor';
import { endingActorOf } from '../separation/endingActorOf';
import { requireDirect } from '../separation/requireDirect';
import { endLegalHold } from './DatabaseLegalHolds';
import { lookBy } from './DatabaseLooks';
import { decideOnce } from './decideOnce';
import type { RetentionDeps } from './retentionDeps';
import { tellLegalHoldLifted } from './retentionNotices';

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
      // The directory is not asked for a template or a tool.
      const direct = requireDirect(context);
      if (!direct.ok) return direct;
      const seen = await apps.get(database.knex, id);
      if (!seen) return unknownApp();
      const known = await findOwners(deps, seen);
      if (!known.ok) return known;
      return await decideOnce(deps, context, {
        id,
        route: 'legal-hold.lift',
        key: idempotencyKey,
        content: { reason, holdId },
        async may(tx, app) {
          // Under any of her accounts, and who owned it until lately (A5, A7).
          const owner = await isOwner(tx, { actor, app, known: known.value });
          if (!owner.ok) return owner;
          return mayLift({
            ...endingActorOf(actor, app, settings),
            isOwner: owner.value,
          });
        },
        async act(tx, app) {
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
          return accept(true);
        },
      });
    },
  };
}
