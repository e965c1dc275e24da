import {
  accept,
  normaliseRef,
  refuse,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsLeaverManagePermission,
  type LeaversResponse,
  type LeaverView,
  type ReportLeaverRequest,
  type ReturnLeaverRequest,
} from '@micro-apps/plugin-micro-apps-common';
import type { KnownPerson } from '../directory/findPersons';
import type { Command } from '../kernel/commands';
import type { Connection } from '../registry/AppStore';
import { getLeaver, listLeaverRows, type LeaverRow } from './DatabaseLeavers';
import { openPause } from './DatabasePauses';
import { getWatched } from './DatabasePeople';
import { leave } from './leave';
import { returnPerson } from './returnPerson';
import {
  requirePlatformPerson,
  requirePlatformTeam,
  unknownPlace,
} from './successionActor';
import type { SuccessionDeps } from './successionDeps';

/**
 * Somebody has left whom the directory still has: from now on she is nobody
 * here. Whoever is away is not looked up, but what the directory last said of
 * her is kept.
 */
export function reportLeaver(
  deps: SuccessionDeps,
): Command<ReportLeaverRequest, LeaverView> {
  const { database, findPersons, settings } = deps;
  return {
    permission: microAppsLeaverManagePermission,
    decides: true,
    async run(context, { person, reason }) {
      const may = requirePlatformPerson(context, settings);
      if (!may.ok) return may;
      const { actor, now } = context;
      if (normaliseRef(actor.ref) === person) {
        return refuse(
          'not-eligible',
          'This is yourself. Somebody else has to say that you have left',
        );
      }
      let known: KnownPerson | undefined;
      let answered = true;
      try {
        known = (await findPersons([person])).get(person);
      } catch {
        // Somebody who has to go does not stay because the directory is away.
        answered = false;
      }
      return await database.transaction(
        async (tx): Promise<Result<LeaverView>> => {
          const watched = await getWatched(tx, person);
          // A slip of the pen would lock out whoever gets that name one day.
          if (answered && !known && !watched) {
            return refuse(
              'invalid-input',
              `Choose the person from the list: ${person} is not in the catalog, or has left`,
            );
          }
          const id = await leave(tx, deps, {
            person,
            subject: watched?.subject ?? known?.subject,
            manager: known?.manager ?? watched?.manager,
            teams: known?.teams ?? watched?.teams ?? [],
            foundBy: 'person',
            replaced: false,
            by: actor,
            reason,
            at: now,
          });
          const row = id && (await getLeaver(tx, id));
          return row
            ? accept(viewOf(row))
            : refuse(
                'not-in-this-state',
                'It is on record already that this person has left',
              );
        },
      );
    },
  };
}

/** Somebody is back, or never left. */
export function returnLeaver(
  deps: SuccessionDeps,
): Command<ReturnLeaverRequest & { id: string }, LeaverView> {
  const { database, settings } = deps;
  return {
    permission: microAppsLeaverManagePermission,
    decides: true,
    async run(context, { id, reason }) {
      const may = requirePlatformPerson(context, settings);
      if (!may.ok) return may;
      const { actor, now } = context;
      return await database.transaction(
        async (tx): Promise<Result<LeaverView>> => {
          const leaver = await getLeaver(tx, id);
          if (!leaver) {
            return refuse(
              'unknown-record',
              'There is nobody like that on the list. Look at it again',
            );
          }
          if (leaver.returnedAt || leaver.replaced) {
            return refuse(
              'not-in-this-state',
              leaver.replaced
                ? 'Somebody else bears this name now, so nobody can come back under it'
                : 'It is on record already that this person is back',
            );
          }
          const watched = await getWatched(tx, leaver.person);
          if (watched && watched.state !== 'present') {
            return refuse(
              'not-in-this-state',
              'The directory does not have this person. When it has her again she is back by herself',
            );
          }
          await returnPerson(tx, deps, { leaver, by: actor, reason, at: now });
          return accept(viewOf((await getLeaver(tx, id)) ?? leaver));
        },
      );
    },
  };
}

/** Who has left, the latest first, and whether a person has to look at it. */
export function listLeavers(
  deps: SuccessionDeps,
): Command<{ limit: number; cursor?: string }, LeaversResponse> {
  return {
    permission: microAppsLeaverManagePermission,
    async run(context, place) {
      const may = requirePlatformTeam(context, deps.settings);
      if (!may.ok) return may;
      return await leaversPage(deps.database.knex, place);
    },
  };
}

/** One page of the list. */
export async function leaversPage(
  connection: Connection,
  place: { limit: number; cursor?: string },
): Promise<Result<LeaversResponse>> {
  const page = await listLeaverRows(connection, place);
  if (!page) return unknownPlace();
  const { id: _, ...pause } = (await openPause(connection)) ?? { id: '' };
  return accept({
    items: page.rows.map(viewOf),
    nextCursor: page.nextCursor,
    pause: 'since' in pause ? pause : undefined,
  });
}

function viewOf({
  subject: _,
  manager: __,
  teams: ___,
  replaced,
  ...row
}: LeaverRow): LeaverView {
  return { ...row, mayReturn: !row.returnedAt && !replaced };
}
