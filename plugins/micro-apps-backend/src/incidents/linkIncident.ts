import { accept } from '@micro-apps/governance-core';
import {
  microAppsIncidentHandlePermission,
  type IncidentAboutRequest,
} from '@micro-apps/plugin-micro-apps-common';
import { updateIncident } from './DatabaseIncidents';
import { incidentCommand } from './incidentCommand';
import type { IncidentsDeps } from './incidentsDeps';
import { isClosed } from './refusals';

/** Says which vendor, API, scope or component an incident comes from. */
export function linkIncident(deps: IncidentsDeps) {
  return incidentCommand<IncidentAboutRequest & { id: string }>(deps, {
    name: 'about',
    permission: microAppsIncidentHandlePermission,
    async take(tx, { row, part }, { kind, name }) {
      if (!part.mayHandle.ok) return part.mayHandle;
      if (row.incident.closedAt !== undefined) return isClosed();
      await updateIncident(tx, row.id, { about_kind: kind, about_name: name });
      return accept({
        action: 'incident.linked',
        summary: 'It was said what the incident comes from',
        details: { aboutKind: kind },
        personal: { aboutName: name },
      });
    },
  });
}
