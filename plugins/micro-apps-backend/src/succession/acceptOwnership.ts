import {
  accept,
  normaliseRef,
  refuse,
  type Registration,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsSuccessionAnswerPermission,
  type AcceptOwnershipRequest,
  type SuccessionView,
} from '@micro-apps/plugin-micro-apps-common';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import type { Command } from '../kernel/commands';
import { changeMicroApp } from '../registry/changeMicroApp';
import { unknownApp } from '../registry/unknownApp';
import { answerOffer } from './DatabaseOffers';
import { endOrphan, openOrphan } from './DatabaseOrphans';
import { findPresent } from './findPresent';
import {
  knowOrphan,
  mayAccept,
  notOrphaned,
  subjectOfAnswer,
} from './orphanView';
import { successionOf } from './readSuccession';
import type { SuccessionDeps } from './successionDeps';
import { tellTaken } from './successionNotices';

/**
 * Takes an app over. The one way to give an app another owner does the rest: a
 * new version, assessed anew, and the new owner confirms anew what the last one
 * had confirmed (reliability P4). Two who say yes at once: the first has it.
 */
export function acceptOwnership(
  deps: SuccessionDeps,
): Command<AcceptOwnershipRequest & { id: string }, SuccessionView> {
  return {
    permission: microAppsSuccessionAnswerPermission,
    decides: true,
    async run(context, { id, expectedVersion }) {
      const { actor, now } = context;
      const { apps, database, newId } = deps;
      const app = await apps.get(database.knex, id);
      const orphan = app && (await openOrphan(database.knex, id));
      if (!app) return unknownApp();
      if (!orphan) return notOrphaned();
      const known = await knowOrphan(database.knex, { app, orphan });
      const may = mayAccept(known, { actor, now });
      if (!may.ok) return may;
      const registration = await withOwner(deps, app.registration, {
        owner: may.value,
        leaver: orphan.leaver,
      });
      if (!registration.ok) return registration;
      const changed = await changeMicroApp(deps, {
        actor,
        now,
        id,
        registration: registration.value,
        expectedVersion,
        via: 'api',
        // A draft stays one until its new owner has completed it.
        draft:
          app.standing === 'draft' ? { missing: app.missing ?? [] } : undefined,
        details: { orphanId: orphan.id },
        allowed: ({ registration: { owner } }) =>
          normaliseRef(owner) === orphan.leaver ? accept(true) : notOrphaned(),
        async alongside(tx, after) {
          const still = await openOrphan(tx, id);
          if (still?.id !== orphan.id) return notOrphaned();
          const at = now.toISOString();
          await answerOffer(tx, {
            id: newId(),
            orphanId: orphan.id,
            to: may.value,
            subject: subjectOfAnswer(known, actor),
            answer: 'accepted',
            at,
          });
          await endOrphan(tx, {
            id: orphan.id,
            ended: 'accepted',
            by: actor.ref,
            newOwner: may.value,
            at,
          });
          await appendAuditEntry(tx, {
            at: now,
            actor,
            action: 'ownership.accepted',
            appId: id,
            summary:
              'Taken over by somebody who was asked; she confirms anew what the last owner had confirmed',
            details: { orphanId: orphan.id, version: after.version },
          });
          await tellTaken(tx, {
            app: after,
            orphan,
            owner: may.value,
            at: now,
          });
          return accept(true);
        },
      });
      return changed.ok
        ? accept(await successionOf(deps, context, changed.value))
        : changed;
    },
  };
}

/** A second owner who has left, or is the owner now, is none any more. */
async function withOwner(
  deps: SuccessionDeps,
  registration: Registration,
  { owner, leaver }: { owner: string; leaver: string },
): Promise<Result<Registration>> {
  const { successor, ...rest } = registration;
  const second = successor && normaliseRef(successor);
  if (!second || second === owner || second === leaver) {
    return accept({ ...rest, owner });
  }
  try {
    const there = (await findPresent(deps, [second])).has(second);
    return accept({ ...rest, owner, ...(there && { successor }) });
  } catch {
    return refuse(
      'directory-unavailable',
      'The directory of people cannot be reached right now. Try again in a minute',
    );
  }
}
