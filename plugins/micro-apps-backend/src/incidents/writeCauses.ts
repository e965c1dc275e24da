import { accept } from '@micro-apps/governance-core';
import {
  microAppsIncidentUpdatePermission,
  type IncidentCausesRequest,
} from '@micro-apps/plugin-micro-apps-common';
import { addCauses } from './DatabaseIncidents';
import { incidentCommand } from './incidentCommand';
import { cancelReminder, tellCauses } from './incidentNotices';
import type { IncidentsDeps } from './incidentsDeps';
import { requireOwnSide } from './partInIncident';
import { isClosed } from './refusals';

/**
 * The owner's side writes down why it happened and what will be done. When it
 * was received is the server's to say, whatever the text says; a later version
 * stands beside the earlier ones and makes nothing punctual (reliability B15).
 */
export function writeCauses(deps: IncidentsDeps) {
  return incidentCommand<IncidentCausesRequest & { id: string }>(deps, {
    name: 'causes',
    permission: microAppsIncidentUpdatePermission,
    async take(tx, { app, row, part, context }, { causes, actions }) {
      const allowed = requireOwnSide(part);
      if (!allowed.ok) return allowed;
      if (row.incident.closedAt !== undefined) return isClosed();
      const { actor, now: at } = context;
      const version = row.causes.length + 1;
      await addCauses(tx, row.id, {
        receivedAt: at.toISOString(),
        by: actor.ref,
        causes,
        actions,
      });
      await cancelReminder(tx, row.id, 'root-cause');
      await tellCauses(tx, { app, row, at, version });
      return accept({
        action: 'incident.causes-received',
        summary:
          version === 1
            ? 'The causes of the incident were written down'
            : 'The causes of the incident were written down anew',
        details: { version, actions: actions.length },
        personal: { causes, actions },
      });
    },
  });
}
