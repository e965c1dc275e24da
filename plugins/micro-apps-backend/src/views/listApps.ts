import { accept, normaliseRef } from '@micro-apps/governance-core';
import {
  microAppsAppReadPermission,
  type AppsResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../kernel/commands';
import { readSituation, summaryOf } from './appSituation';
import { listAppRows } from './DatabaseAppList';
import type { ViewDeps } from './viewDeps';

/** `GET /v1/apps`, as its schema hands it over. */
export interface ListApps {
  readonly owner?: string;
  readonly q?: string;
  readonly band?: string;
  readonly standing?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** Registered apps; registration facts are visible to everybody (R1). */
export function listApps(deps: ViewDeps): Command<ListApps, AppsResponse> {
  return {
    permission: microAppsAppReadPermission,
    lists: true,
    async run({ actor, now, visible }, query) {
      const { owner, q, band, standing, limit, cursor } = query;
      const who = owner === 'me' ? actor.ref : owner;
      const page = await listAppRows(deps.database.knex, {
        filter: {
          owner: who && normaliseRef(who),
          text: q?.trim(),
          band,
          standing,
        },
        limit,
        cursor,
        visible,
        settings: deps.settings,
      });
      const situations = await Promise.all(
        page.rows.map(app => readSituation(deps, { app, actor, now })),
      );
      return accept({
        items: situations.map(summaryOf),
        nextCursor: page.nextCursor,
        total: page.total,
      });
    },
  };
}
