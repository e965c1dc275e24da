import {
  accept,
  refuse,
  setLegalHold as maySet,
} from '@micro-apps/governance-core';
import {
  microAppsLegalHoldPermission,
  type RetentionView,
  type SetLegalHoldRequest,
} from '@micro-apps/plugin-micro-apps-common';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { Command } from '../kernel/commands';
import { endingActorOf } from '../separation/endingActorOf';
import { insertLegalHold, openLegalHold } from './DatabaseLegalHolds';
import { lookBy } from './DatabaseLooks';
import { decideOnce } from './decideOnce';
import type { RetentionDeps } from './retentionDeps';
import { tellLegalHold } from './retentionNotices';

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
    run(context, { id, reason, idempotencyKey }) {
      const { actor, now } = context;
      return decideOnce(deps, context, {
        id,
        route: 'legal-hold.set',
        key: idempotencyKey,
        content: { reason },
        may: async (_, app) => maySet(endingActorOf(actor, app, deps.settings)),
        async act(tx, app) {
          if (app.standing === 'disposed') {
            return refuse('not-in-this-state', 'The data of this app is gone');
          }
          if (await openLegalHold(tx, id)) {
            return refuse(
              'not-in-this-state',
              'A legal hold is on this app already',
            );
          }
          const holdId = deps.newId();
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
          return accept(true);
        },
      });
    },
  };
}
