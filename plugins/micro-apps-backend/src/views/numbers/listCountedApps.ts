import {
  accept,
  fleetCheck,
  type CheckState,
  type FleetCheckId,
} from '@micro-apps/governance-core';
import {
  microAppsNumbersReadPermission,
  type CountedAppsResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../../kernel/commands';
import { decodeCursor, encodeCursor } from '../../kernel/cursor';
import type { ViewDeps } from '../viewDeps';
import { seenByCatalog } from '../seenByCatalog';
import { readCountedApps, type CountedRow } from './DatabaseCountedApps';
import { requireNumbers } from './numbersAccess';

const PORTION = 1_000;

/**
 * The apps behind an answer, by the very function that counted them, but as
 * they are now: in the order of their ids, page by page.
 */
export function listCountedApps(
  deps: ViewDeps,
): Command<
  { check: FleetCheckId; state: CheckState; limit: number; cursor?: string },
  CountedAppsResponse
> {
  return {
    permission: microAppsNumbersReadPermission,
    lists: true,
    async run(context, { check, state, limit, cursor }) {
      const { settings, database, apps } = deps;
      const { actor, now, visible } = context;
      const may = requireNumbers(actor, settings);
      if (!may.ok) return may;
      const found: CountedRow[] = [];
      let [after]: readonly (string | undefined)[] =
        cursor === undefined ? [''] : decodeCursor(cursor, 1) ?? [''];
      while (after !== undefined && found.length <= limit) {
        const rows: readonly CountedRow[] = await readCountedApps(
          database.knex,
          { after, limit: PORTION, visible, settings },
        );
        found.push(
          ...rows.filter(row => fleetCheck(check, row, now) === state),
        );
        after = rows.at(-1)?.id;
      }
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const rows = await Promise.all(
        page.map(({ id }) => apps.get(database.knex, id)),
      );
      const seen = await seenByCatalog(
        deps,
        context,
        rows.flatMap(row => row ?? []),
      );
      if (!seen.ok) return seen;
      return accept({
        items: seen.value.map(app => ({
          id: app.id,
          name: app.name,
          owner: app.registration.owner,
          businessUnit: app.registration.businessUnit,
          band: app.band,
          effectiveClass: app.effectiveClass,
          standing: app.standing,
        })),
        nextCursor:
          found.length > limit && last ? encodeCursor([last.id]) : undefined,
      });
    },
  };
}
