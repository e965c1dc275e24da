import { accept } from '@micro-apps/governance-core';
import {
  microAppsAppReadPermission,
  type TextFile,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../kernel/commands';
import { exportCsv } from '../registry/imports/csv';
import { listAppRows } from './DatabaseAppList';
import { filterOf, type Narrowing } from './listApps';
import { seenByCatalog } from './seenByCatalog';
import type { ViewDeps } from './viewDeps';

const PAGE = 500;

/** The list as a CSV file, a part at a time; the first one has the header. */
export function exportApps(
  deps: ViewDeps,
): Command<Narrowing & { readonly cursor?: string }, TextFile> {
  return {
    permission: microAppsAppReadPermission,
    lists: true,
    async run(context, query) {
      const { actor, now, visible } = context;
      const page = await listAppRows(deps.database.knex, {
        filter: filterOf(query, actor),
        order: { sort: 'name' },
        limit: PAGE,
        cursor: query.cursor,
        visible,
        settings: deps.settings,
      });
      const seen = await seenByCatalog(deps, context, page.rows);
      if (!seen.ok) return seen;
      return accept({
        fileName: `micro-apps-${now.toISOString().slice(0, 10)}.csv`,
        content: exportCsv(seen.value, { header: query.cursor === undefined }),
        nextCursor: page.nextCursor,
      });
    },
  };
}
