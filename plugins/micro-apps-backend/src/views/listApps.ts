import { accept, normaliseRef } from '@micro-apps/governance-core';
import {
  microAppsAppReadPermission,
  type AppFlag,
  type AppSort,
  type AppsResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../kernel/commands';
import type { Actor } from '../kernel/types';
import { readSituation, summaryOf } from './appSituation';
import { listAppRows, type AppFilter } from './DatabaseAppList';
import { seenByCatalog } from './seenByCatalog';
import type { ViewDeps } from './viewDeps';

/** What lists and exports are narrowed to, as their schemas hand it over. */
export interface Narrowing {
  readonly owner?: string;
  readonly q?: string;
  readonly band?: string;
  readonly class?: string;
  readonly standing?: string;
  readonly unit?: string;
  readonly flag?: AppFlag;
  readonly vendor?: string;
}

/** `GET /v1/apps`, as its schema hands it over. */
export interface ListApps extends Narrowing {
  readonly sort: AppSort;
  readonly order?: 'asc' | 'desc';
  readonly limit: number;
  readonly cursor?: string;
}

/**
 * Registered apps; registration facts are visible to everybody (R1), as far as
 * permissions, isolation and the catalog let them. Who may see less gets fewer.
 */
export function listApps(deps: ViewDeps): Command<ListApps, AppsResponse> {
  return {
    permission: microAppsAppReadPermission,
    lists: true,
    async run(context, query) {
      const { actor, now, visible } = context;
      const { sort, order, limit, cursor } = query;
      const page = await listAppRows(deps.database.knex, {
        filter: filterOf(query, actor),
        order: { sort, order },
        limit,
        cursor,
        visible,
        settings: deps.settings,
      });
      const seen = await seenByCatalog(deps, context, page.rows);
      if (!seen.ok) return seen;
      const situations = await Promise.all(
        seen.value.map(app => readSituation(deps, { app, now })),
      );
      return accept({
        items: situations.map(summaryOf),
        nextCursor: page.nextCursor,
        total: page.total,
        totalIsMore: page.totalIsMore || undefined,
      });
    },
  };
}

/** The words of a query as the registry spells them. */
export function filterOf(query: Narrowing, actor: Actor): AppFilter {
  const { owner, q, band, standing, unit, flag, vendor } = query;
  const who = owner === 'me' ? actor.ref : owner;
  return {
    owner: who && normaliseRef(who),
    ownerSubject: owner === 'me' ? actor.subject ?? '' : undefined,
    text: q?.trim(),
    band,
    effectiveClass: query.class,
    standing,
    businessUnits: unit ? unitsOf(unit, actor) : undefined,
    flag,
    vendor,
  };
}

function unitsOf(unit: string, { groups = [] }: Actor): readonly string[] {
  return unit === 'mine'
    ? groups.map(group => normaliseRef(group, 'group'))
    : [normaliseRef(unit, 'group')];
}
