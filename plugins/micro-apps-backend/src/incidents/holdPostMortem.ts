import { accept, refuse } from '@micro-apps/governance-core';
import {
  microAppsIncidentHandlePermission,
  type IncidentPostMortemRequest,
} from '@micro-apps/plugin-micro-apps-common';
import { updateIncident } from './DatabaseIncidents';
import { incidentCommand } from './incidentCommand';
import type { IncidentsDeps } from './incidentsDeps';
import { isClosed } from './refusals';

/**
 * Writes down what came of the formal post-mortem. It is asked for after an
 * incident that was ever of high severity, and open to any (requirements R9).
 */
export function holdPostMortem(deps: IncidentsDeps) {
  return incidentCommand<IncidentPostMortemRequest & { id: string }>(deps, {
    name: 'post-mortem',
    permission: microAppsIncidentHandlePermission,
    async take(tx, { row, part, context }, { text }) {
      if (!part.mayHandle.ok) return part.mayHandle;
      if (row.incident.closedAt !== undefined) return isClosed();
      if (row.postMortem) {
        return refuse(
          'not-in-this-state',
          'The post-mortem is written down already',
        );
      }
      await updateIncident(tx, row.id, {
        post_mortem: text,
        post_mortem_at: context.now.toISOString(),
        post_mortem_by: context.actor.ref,
      });
      return accept({
        action: 'incident.post-mortem-held',
        summary: 'The post-mortem of the incident was written down',
        personal: { text },
      });
    },
  });
}
