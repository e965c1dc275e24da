import { accept, refuse } from '@micro-apps/governance-core';
import {
  microAppsIncidentHandlePermission,
  type IncidentStepRequest,
} from '@micro-apps/plugin-micro-apps-common';
import { incidentCommand } from './incidentCommand';
import { tellEscalated } from './incidentNotices';
import type { IncidentsDeps } from './incidentsDeps';
import { isClosed } from './refusals';
import { takeOn } from './takeOn';

/** Somebody of the security team takes an incident on. */
export function escalateIncident(deps: IncidentsDeps) {
  return incidentCommand<IncidentStepRequest & { id: string }>(deps, {
    name: 'escalate',
    permission: microAppsIncidentHandlePermission,
    async take(tx, { app, row, part, context }) {
      if (!part.mayHandle.ok) return part.mayHandle;
      if (row.incident.closedAt !== undefined) return isClosed();
      if (row.incident.escalatedAt !== undefined) {
        return refuse(
          'not-in-this-state',
          'Somebody of the security team has taken it on already',
        );
      }
      const { entry, causesDueAt } = await takeOn(tx, { app, row, context });
      await tellEscalated(tx, {
        app,
        row,
        at: context.now,
        dueAt: causesDueAt,
      });
      return accept(entry);
    },
  });
}
