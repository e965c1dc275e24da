import { accept, refuse, type Result } from '@micro-apps/governance-core';
import {
  microAppsSuccessionOfferPermission,
  type OfferOrphansRequest,
  type OfferOrphansResponse,
  type OfferResult,
} from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { lockApp } from '../gates/DatabaseAppLock';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { Command, CommandContext } from '../kernel/commands';
import type { AppRow } from '../registry/AppStore';
import type { KnownPerson } from '../directory/findPersons';
import { findPresent } from './findPresent';
import { insertOffer } from './DatabaseOffers';
import { getOrphan, visibleOrphans } from './DatabaseOrphans';
import { knowOrphan, notOrphaned, offerTo } from './orphanView';
import { requirePlatformPerson } from './successionActor';
import type { SuccessionDeps } from './successionDeps';
import { askPerson } from './successionNotices';

/**
 * Asks one person to take over many apps, each in a transaction of its own. It
 * gives her nothing: she says yes to each herself.
 */
export function offerMany(
  deps: SuccessionDeps,
): Command<OfferOrphansRequest, OfferOrphansResponse> {
  const { database, settings } = deps;
  return {
    permission: microAppsSuccessionOfferPermission,
    decides: true,
    lists: true,
    async run(context, { orphanIds, person }) {
      const may = requirePlatformPerson(context, settings);
      if (!may.ok) return may;
      let there;
      try {
        there = (await findPresent(deps, [person])).get(person);
      } catch {
        return refuse(
          'directory-unavailable',
          'The directory of people cannot be reached right now. Try again in a minute',
        );
      }
      if (!there) {
        return refuse(
          'invalid-input',
          `Choose the person from the list: ${person} is not in the catalog, or has left`,
        );
      }
      const ids = [...new Set(orphanIds)];
      const seen = await visibleOrphans(database.knex, {
        ids,
        visible: context.visible,
        settings,
      });
      const results: OfferResult[] = [];
      for (const orphanId of ids) {
        const done = seen.has(orphanId)
          ? await database.transaction(tx =>
              offerOne(tx, deps, { orphanId, person: there, context }),
            )
          : notOrphaned();
        results.push(
          done.ok
            ? { orphanId, appId: done.value.id, ok: true }
            : { orphanId, ok: false, because: done.refusal.because },
        );
      }
      return accept({ results });
    },
  };
}

async function offerOne(
  tx: Knex.Transaction,
  { newId }: SuccessionDeps,
  given: { orphanId: string; person: KnownPerson; context: CommandContext },
): Promise<Result<AppRow>> {
  const { orphanId, context } = given;
  const { ref: person, subject } = given.person;
  const { actor, now } = context;
  const named = await getOrphan(tx, orphanId);
  const app = named && (await lockApp(tx, named.appId));
  const orphan = app && (await getOrphan(tx, orphanId));
  if (!app || !orphan || orphan.endedAt) return notOrphaned();
  if (person === orphan.leaver) {
    return refuse('not-eligible', 'This is the person who has left');
  }
  const known = await knowOrphan(tx, { app, orphan });
  const earlier = offerTo(known, given.person);
  if (earlier) {
    return refuse(
      'not-in-this-state',
      earlier.answer
        ? 'This person was asked before and has said no'
        : 'This person has been asked already',
    );
  }
  const offerId = newId();
  await insertOffer(tx, {
    id: offerId,
    orphanId,
    to: person,
    subject,
    by: actor.ref,
    at: now.toISOString(),
  });
  await appendAuditEntry(tx, {
    at: now,
    actor,
    action: 'ownership.offered',
    appId: app.id,
    summary: 'The platform team has asked somebody to take the app over',
    details: { orphanId },
    personal: { person },
  });
  await askPerson(tx, { app, orphan, person, offerId, at: now });
  await enqueueAppChanged(tx, { appId: app.id, at: now });
  return accept(app);
}
