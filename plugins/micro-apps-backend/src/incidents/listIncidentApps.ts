import { accept } from '@micro-apps/governance-core';
import {
  microAppsAppReadPermission,
  type IncidentAffectedApp,
  type IncidentAffectedResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../kernel/commands';
import { incidentsOfOrigin } from './DatabaseIncidents';
import { ownersToTell } from './incidentNotices';
import type { IncidentsDeps } from './incidentsDeps';
import { findForReading } from './readIncidents';

/** `GET /v1/incidents/:id/affected`, as its schema hands it over. */
export interface ListIncidentApps {
  readonly id: string;
  readonly limit: number;
  readonly cursor?: string;
}

/**
 * Apps that use what an incident comes from, with the incident that each has
 * of the same origin, and whom opening one would tell at once beside the
 * security team.
 */
export function listIncidentApps(
  deps: IncidentsDeps,
): Command<ListIncidentApps, IncidentAffectedResponse> {
  return {
    permission: microAppsAppReadPermission,
    lists: true,
    async run(context, { id, ...page }) {
      const read = await findForReading(deps, context, id);
      if (!read.ok) return read;
      const { row, seesAll } = read.value;
      if (!row.about) return accept({ items: [], total: 0 });
      const { visible } = context;
      const found = await deps.affectedApps.find(row.about, {
        ...page,
        visible,
      });
      if (!found.ok) return found;
      const { items } = found.value;
      // Where others have incidents is for reviewers to know.
      const opened = seesAll
        ? await incidentsOfOrigin(deps.database.knex, {
            originId: row.originId,
            appIds: items.map(app => app.id),
          })
        : new Map<string, string>();
      const listed: IncidentAffectedApp[] = [];
      for (const item of items) {
        const app = await deps.apps.get(deps.database.knex, item.id);
        listed.push({
          ...item,
          incidentId: opened.get(item.id),
          told: app ? ownersToTell(app) : [],
        });
      }
      return accept({ ...found.value, items: listed });
    },
  };
}
