import { accept, closeIncident as close } from '@micro-apps/governance-core';
import {
  microAppsIncidentHandlePermission,
  type IncidentStepRequest,
} from '@micro-apps/plugin-micro-apps-common';
import { updateIncident } from './DatabaseIncidents';
import { incidentCommand } from './incidentCommand';
import { tellClosed } from './incidentNotices';
import type { IncidentsDeps } from './incidentsDeps';

/** Closes an incident when nothing is left to do (requirements R9). */
export function closeIncident(deps: IncidentsDeps) {
  return incidentCommand<IncidentStepRequest & { id: string }>(deps, {
    name: 'close',
    permission: microAppsIncidentHandlePermission,
    async take(tx, { app, row, part, context }) {
      if (!part.mayHandle.ok) return part.mayHandle;
      const { actor, now: at } = context;
      const closed = close(row.incident, at.toISOString());
      if (!closed.ok) return closed;
      await updateIncident(tx, row.id, {
        closed_at: at.toISOString(),
        closed_by: actor.ref,
      });
      await tellClosed(tx, { app, row, at, time: row.reopened });
      return accept({
        action: 'incident.closed',
        summary: 'The incident was closed',
      });
    },
  });
}
