import { accept, reopenIncident as reopen } from '@micro-apps/governance-core';
import {
  microAppsIncidentUpdatePermission,
  type ReopenIncidentRequest,
} from '@micro-apps/plugin-micro-apps-common';
import { updateIncident } from './DatabaseIncidents';
import { incidentCommand } from './incidentCommand';
import { tellReopened } from './incidentNotices';
import type { IncidentsDeps } from './incidentsDeps';
import { requirePart } from './partInIncident';

/**
 * Opens a closed incident again. Nothing of its clocks is touched, so they go
 * on as if it had never been closed (reliability B14).
 */
export function reopenIncident(deps: IncidentsDeps) {
  return incidentCommand<ReopenIncidentRequest & { id: string }>(deps, {
    name: 'reopen',
    permission: microAppsIncidentUpdatePermission,
    async take(tx, { app, row, part, context }, { reason }) {
      const allowed = requirePart(part);
      if (!allowed.ok) return allowed;
      const opened = reopen(row.incident);
      if (!opened.ok) return opened;
      const { actor, now: at } = context;
      const time = row.reopened + 1;
      await updateIncident(tx, row.id, {
        closed_at: null,
        closed_by: null,
        reopened: time,
      });
      await tellReopened(tx, { app, row, at, time, by: actor.ref });
      return accept({
        action: 'incident.reopened',
        summary: 'The incident was opened again',
        personal: { reason },
      });
    },
  });
}
