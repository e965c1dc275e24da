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
import {
  readApps,
  readCountedApps,
  type CountedRow,
} from './DatabaseCountedApps';
import { requireNumbers } from './numbersAccess';

const PORTION = 1_000;
/** So many apps at most are looked through for one page. */
const LOOKED_THROUGH = 2 * PORTION;

/**
 * The apps behind an answer, by the very function that counted them, but as
 * they are now: in the order of their ids, page by page. A page ends with the
 * apps that were looked through for it, so it can be short, or empty, and still
 * name a next one; what it costs does not depend on how many apps there are.
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
      const { settings, database } = deps;
      const { actor, now, visible } = context;
      const may = requireNumbers(actor, settings);
      if (!may.ok) return may;
      const found: CountedRow[] = [];
      let [after]: readonly (string | undefined)[] =
        cursor === undefined ? [''] : decodeCursor(cursor, 1) ?? [''];
      for (
        let left = LOOKED_THROUGH;
        after !== undefined && found.length <= limit && left > 0;
        left -= PORTION
      ) {
        const rows: readonly CountedRow[] = await readCountedApps(
          database.knex,
          { after, limit: PORTION, visible, settings },
        );
        found.push(
          ...rows.filter(row => fleetCheck(check, row, now) === state),
        );
        after = rows.length === PORTION ? rows.at(-1)?.id : undefined;
      }
      const page = found.slice(0, limit);
      const next = found.length > limit ? page.at(-1)?.id : after;
      const rows = await readApps(
        database.knex,
        page.map(({ id }) => id),
      );
      const seen = await seenByCatalog(deps, context, rows);
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
        nextCursor: next === undefined ? undefined : encodeCursor([next]),
      });
    },
  };
}
