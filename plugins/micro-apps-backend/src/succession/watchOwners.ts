import type { KnownPerson } from '../directory/findPersons';
import {
  bindApps,
  claimDue,
  getWatched,
  settleWatched,
  stopWatching,
  watchNewOwners,
} from './DatabasePeople';
import { freeName, openLeaver } from './DatabaseLeavers';
import { enforceMissing } from './enforceMissing';
import { returnPerson } from './returnPerson';
import { successionSettings, type SuccessionDeps } from './successionDeps';

const PAGE = 100;
const NEW_OWNERS = 500;
/** A replica that dies in mid-work is taken over after this. */
const LEASE_MS = 120_000;
const MINUTE_MS = 60_000;

/**
 * Looks up the owners whose turn it is, a page at a time: when each of them is
 * due is a row, so that replicas share the work and a stopped backend misses
 * nobody (reliability E1, B5). When the directory is away nothing is concluded.
 */
export function watchOwners(deps: SuccessionDeps) {
  const { clock, database, findPersons, logger } = deps;
  return async function watch(): Promise<void> {
    const at = clock().toISOString();
    for (;;) {
      const found = await database.transaction(tx =>
        watchNewOwners(tx, { limit: NEW_OWNERS, at }),
      );
      if (found < NEW_OWNERS) break;
    }
    for (;;) {
      const now = clock();
      const refs = await database.transaction(tx =>
        claimDue(tx, {
          now: now.toISOString(),
          lease: new Date(now.getTime() + LEASE_MS).toISOString(),
          limit: PAGE,
        }),
      );
      if (refs.length === 0) break;
      let known: ReadonlyMap<string, KnownPerson>;
      try {
        known = await findPersons(refs);
      } catch (error) {
        logger.warn(`Owners could not be looked up: ${error}`);
        return;
      }
      for (const ref of refs) await note(deps, ref, known.get(ref));
    }
    await enforceMissing(deps);
  };
}

/** What the directory says of one person now. */
async function note(
  deps: SuccessionDeps,
  ref: string,
  known: KnownPerson | undefined,
): Promise<void> {
  const { clock, database, settings } = deps;
  const { lookEveryMinutes } = successionSettings(settings);
  await database.transaction(async tx => {
    const before = await getWatched(tx, ref);
    if (!before) return;
    const now = clock();
    const at = now.toISOString();
    const dueAt = new Date(
      now.getTime() + lookEveryMinutes * MINUTE_MS,
    ).toISOString();
    const away = await openLeaver(tx, ref);
    if (!known) {
      const missingSince = before.missingSince ?? at;
      await settleWatched(tx, {
        ...before,
        state: 'missing',
        missingSince,
        dueAt,
      });
      return;
    }
    const bound = away?.subject ?? before.subject;
    if (bound && known.subject && bound !== known.subject) {
      if (away) {
        // Her apps are looked through already; the next one starts with none.
        await freeName(tx, away.id);
        await settleWatched(tx, { ...known, state: 'present', dueAt });
        await bindApps(tx, known);
        return;
      }
      await settleWatched(tx, {
        ...before,
        state: 'replaced',
        nextSubject: known.subject,
        missingSince: before.missingSince ?? at,
        dueAt,
      });
      return;
    }
    await settleWatched(tx, {
      ...known,
      subject: known.subject ?? before.subject,
      state: 'present',
      dueAt,
    });
    if (!away) {
      await bindApps(tx, known);
      await stopWatching(tx, ref);
      return;
    }
    // Whom a person reported comes back when a person says so: a directory
    // that loses her for a while does not undo it.
    if (away.foundBy === 'directory') {
      await returnPerson(tx, deps, { leaver: away, at: now });
    }
  });
}
