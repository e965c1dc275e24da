import { normaliseRef } from '@micro-apps/governance-core';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { lockApp } from '../gates/DatabaseAppLock';
import { enqueue } from '../kernel/outbox';
import { SYSTEM_ACTOR } from '../kernel/types';
import {
  appsOfLeaver,
  getLeaver,
  noteProgress,
  type LeaverRow,
} from './DatabaseLeavers';
import { answerOffer, unansweredBy } from './DatabaseOffers';
import { getOrphan } from './DatabaseOrphans';
import { climb } from './climb';
import { LEAVER_LEFT } from './leave';
import { orphanApp } from './orphanApp';
import type { SuccessionDeps } from './successionDeps';

/** Apps for one message, so that other work comes in between. */
const CHUNK = 10;
const OFFERS = 50;

/**
 * What follows when somebody has left: reviews that she took on go back, what
 * she was asked counts as a no, and each of her apps looks for a new owner, in
 * a transaction of its own. Work that was cut off goes on where it was.
 */
export function workLeaver(deps: SuccessionDeps) {
  return async function work(payload: Record<string, unknown>): Promise<void> {
    const { clock, database, newId } = deps;
    const leaver = await getLeaver(database.knex, String(payload.leaverId));
    // She is back before everything was done.
    if (!leaver || leaver.returnedAt || leaver.finishedAt) return;
    const after = typeof payload.after === 'string' ? payload.after : undefined;
    if (after === undefined) await endPending(deps, leaver);
    const appIds = await appsOfLeaver(database.knex, leaver, {
      after: after ?? '',
      limit: CHUNK,
    });
    for (const appId of appIds) await orphanApp(deps, leaver, appId);
    const last = appIds.length === CHUNK ? appIds.at(-1) : undefined;
    await database.transaction(async tx => {
      const row = await getLeaver(tx, leaver.id);
      if (!row || row.returnedAt || row.finishedAt) return;
      const at = clock();
      const apps = row.apps + appIds.length;
      await noteProgress(tx, row.id, {
        apps: appIds.length,
        finishedAt: last ? undefined : at.toISOString(),
      });
      if (last) {
        await enqueue(tx, {
          topic: LEAVER_LEFT,
          key: `${LEAVER_LEFT}:${row.id}:${newId()}`,
          group: row.id,
          payload: { leaverId: row.id, after: last },
          at,
        });
        return;
      }
      await appendAuditEntry(tx, {
        at,
        actor: SYSTEM_ACTOR,
        action: 'leaver.finished',
        summary: `Everything of somebody who has left is looked through: ${apps} ${
          apps === 1 ? 'app' : 'apps'
        }`,
        details: { leaverId: row.id, apps },
      });
    });
  };
}

async function endPending(
  deps: SuccessionDeps,
  leaver: LeaverRow,
): Promise<void> {
  const { approvals, clock, database } = deps;
  const { id, person, replaced, subject } = leaver;
  await database.transaction(async tx => {
    const at = clock();
    const reviews = await approvals.endDelegationsTo(tx, {
      to: normaliseRef(person),
      // What the next one of her name took on stays hers.
      subject: replaced ? subject : undefined,
      at: at.toISOString(),
    });
    if (reviews === 0) return;
    await appendAuditEntry(tx, {
      at,
      actor: SYSTEM_ACTOR,
      action: 'review.returned',
      summary: `${reviews} ${
        reviews === 1 ? 'review' : 'reviews'
      } handed to somebody who has left can be done by the others again`,
      details: { leaverId: id, reviews },
    });
  });
  await endOffers(deps, leaver);
}

/**
 * Whoever has left says no to everything that she was asked until then; what
 * is asked of the next one of her name is asked of her.
 */
async function endOffers(
  deps: SuccessionDeps,
  { leftAt, person, subject: hers }: LeaverRow,
): Promise<void> {
  const { clock, database, newId } = deps;
  for (;;) {
    const offers = await unansweredBy(database.knex, {
      to: person,
      subject: hers,
      until: leftAt,
      limit: OFFERS,
    });
    for (const { orphanId, subject } of offers) {
      await database.transaction(async tx => {
        const named = await getOrphan(tx, orphanId);
        const app = named && (await lockApp(tx, named.appId));
        const at = clock();
        await answerOffer(tx, {
          id: newId(),
          orphanId,
          to: person,
          subject,
          answer: 'left',
          at: at.toISOString(),
        });
        await appendAuditEntry(tx, {
          at,
          actor: SYSTEM_ACTOR,
          action: 'ownership.declined',
          appId: app?.id,
          summary: 'Somebody who was asked to take the app over has left',
          details: { orphanId, outcome: 'left' },
        });
        const orphan = await getOrphan(tx, orphanId);
        if (app && orphan && !orphan.endedAt) {
          await climb(tx, deps, { app, orphan, at });
        }
      });
    }
    if (offers.length < OFFERS) return;
  }
}
