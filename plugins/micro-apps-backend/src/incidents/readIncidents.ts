import { accept, refuse, type Result } from '@micro-apps/governance-core';
import {
  microAppsIncidentCreatePermission,
  microAppsIncidentReadPermission,
  type AppIncidentsResponse,
  type IncidentView,
  type IncidentsResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command, CommandContext } from '../kernel/commands';
import type { AppRow } from '../registry/AppStore';
import { unknownApp } from '../registry/unknownApp';
import { listIncidentRows } from './DatabaseIncidentList';
import { getIncident, incidentRowsOfApp } from './DatabaseIncidents';
import type { IncidentRow } from './incidentRow';
import type { IncidentsDeps } from './incidentsDeps';
import { viewOf } from './incidentView';
import { partInIncident, seesEveryIncident } from './partInIncident';
import { unknownIncident } from './refusals';

/** `GET /v1/incidents`, as its schema hands it over. */
export interface ListIncidents {
  readonly show: 'open' | 'overdue' | 'all';
  readonly limit: number;
  readonly cursor?: string;
}

/**
 * Incidents of one app: all of them for its owner's side, reviewers and
 * auditors; for anybody else what she reported herself (requirements R1).
 */
export function listAppIncidents(
  deps: IncidentsDeps,
): Command<{ id: string }, AppIncidentsResponse> {
  return {
    permission: microAppsIncidentReadPermission,
    async run({ actor, now, may }, { id }) {
      const { apps, database, settings } = deps;
      const app = await apps.get(database.knex, id);
      if (!app) return unknownApp();
      const about = { actor, app, settings };
      const { seesAll } = partInIncident(about);
      const rows = await incidentRowsOfApp(database.knex, id);
      const [mayReport] = await may([microAppsIncidentCreatePermission], id);
      return accept({
        items: rows
          .filter(row => seesAll || partInIncident({ ...about, row }).reported)
          .map(row => viewOf({ ...about, row, now })),
        viewer: { mayReport: mayReport ?? false, seesAll },
      });
    },
  };
}

/** One incident, for whoever has a part in it. */
export function readIncident(
  deps: IncidentsDeps,
): Command<{ id: string }, IncidentView> {
  return {
    permission: microAppsIncidentReadPermission,
    async run(context, { id }) {
      const found = await findForReading(deps, context, id);
      if (!found.ok) return found;
      const { actor, now } = context;
      const { settings } = deps;
      return accept(viewOf({ ...found.value, actor, settings, now }));
    },
  };
}

/** Whoever may not see an incident does not learn that it is there. */
export async function findForReading(
  { apps, database, settings }: IncidentsDeps,
  { actor }: Pick<CommandContext, 'actor'>,
  id: string,
): Promise<Result<{ app: AppRow; row: IncidentRow; seesAll: boolean }>> {
  const row = await getIncident(database.knex, id);
  const app = row && (await apps.get(database.knex, row.appId));
  if (!app) return unknownIncident();
  const { seesAll, reported } = partInIncident({ actor, app, settings, row });
  return seesAll || reported
    ? accept({ app, row, seesAll })
    : unknownIncident();
}

/** Of every app for reviewers and auditors; of theirs for others. */
export function listIncidents(
  deps: IncidentsDeps,
): Command<ListIncidents, IncidentsResponse> {
  return {
    permission: microAppsIncidentReadPermission,
    lists: true,
    async run({ actor, now, visible }, query) {
      const { apps, database, settings } = deps;
      const page = await listIncidentRows(database.knex, {
        ...query,
        concerning: seesEveryIncident(actor, settings) ? undefined : actor.ref,
        visible,
        settings,
        now: now.toISOString(),
      });
      if (!page) {
        return refuse(
          'invalid-input',
          'This place in the list is not known. Start from the first page',
        );
      }
      const items: IncidentView[] = [];
      for (const row of page.rows) {
        const app = await apps.get(database.knex, row.appId);
        if (app) items.push(viewOf({ row, app, actor, settings, now }));
      }
      return accept({ items, total: page.total, nextCursor: page.nextCursor });
    },
  };
}
