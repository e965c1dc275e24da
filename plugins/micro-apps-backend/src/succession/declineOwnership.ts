import { accept, normaliseRef, type Result } from '@micro-apps/governance-core';
import {
  microAppsSuccessionAnswerPermission,
  type DeclineOwnershipRequest,
  type SuccessionView,
} from '@micro-apps/plugin-micro-apps-common';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { lockApp } from '../gates/DatabaseAppLock';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { Command } from '../kernel/commands';
import type { AppRow } from '../registry/AppStore';
import { unknownApp } from '../registry/unknownApp';
import { climb } from './climb';
import { answerOffer } from './DatabaseOffers';
import { openOrphan } from './DatabaseOrphans';
import {
  knowOrphan,
  mayDecline,
  notOrphaned,
  subjectOfAnswer,
} from './orphanView';
import { successionOf } from './readSuccession';
import type { SuccessionDeps } from './successionDeps';

/** Says no, with the reason; when all of a step have, the next are asked. */
export function declineOwnership(
  deps: SuccessionDeps,
): Command<DeclineOwnershipRequest & { id: string }, SuccessionView> {
  const { database, newId } = deps;
  return {
    permission: microAppsSuccessionAnswerPermission,
    decides: true,
    async run(context, { id, reason }) {
      const { actor, now } = context;
      const done = await database.transaction(
        async (tx): Promise<Result<AppRow>> => {
          const app = await lockApp(tx, id);
          if (!app) return unknownApp();
          const orphan = await openOrphan(tx, id);
          if (!orphan) return notOrphaned();
          const known = await knowOrphan(tx, { app, orphan });
          const may = mayDecline(known, { actor, now });
          if (!may.ok) return may;
          await answerOffer(tx, {
            id: newId(),
            orphanId: orphan.id,
            to: normaliseRef(actor.ref),
            subject: subjectOfAnswer(known, actor),
            answer: 'declined',
            reason,
            at: now.toISOString(),
          });
          await appendAuditEntry(tx, {
            at: now,
            actor,
            action: 'ownership.declined',
            appId: id,
            summary: 'Somebody who was asked does not take the app over',
            details: { orphanId: orphan.id, outcome: 'declined' },
            personal: { reason },
          });
          await climb(tx, deps, { app, orphan, at: now });
          await enqueueAppChanged(tx, { appId: id, at: now });
          return accept(app);
        },
      );
      return done.ok
        ? accept(await successionOf(deps, context, done.value))
        : done;
    },
  };
}
