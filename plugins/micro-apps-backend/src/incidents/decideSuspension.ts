import { accept } from '@micro-apps/governance-core';
import {
  microAppsIncidentHandlePermission,
  type IncidentSuspensionRequest,
} from '@micro-apps/plugin-micro-apps-common';
import { updateIncident } from './DatabaseIncidents';
import { incidentCommand } from './incidentCommand';
import { tellSuspension } from './incidentNotices';
import type { IncidentsDeps } from './incidentsDeps';
import { isClosed } from './refusals';

/**
 * The decision whether the app is suspended, with its reason. It is a decision
 * on record, told as an event and to the administrators; it suspends nothing by
 * itself. A later one takes the place of an earlier one, and the history keeps
 * both (requirements R9).
 */
export function decideSuspension(deps: IncidentsDeps) {
  return incidentCommand<IncidentSuspensionRequest & { id: string }>(deps, {
    permission: microAppsIncidentHandlePermission,
    async take(tx, { app, row, part, context }, { decision, reason }) {
      if (!part.mayHandle.ok) return part.mayHandle;
      if (row.incident.closedAt !== undefined) return isClosed();
      const { actor, now: at } = context;
      await updateIncident(tx, row.id, {
        suspension: decision,
        suspension_reason: reason,
        suspension_at: at.toISOString(),
        suspension_by: actor.ref,
      });
      await tellSuspension(tx, {
        app,
        row,
        at,
        decision,
        key: `suspension:${at.getTime()}`,
      });
      return accept({
        action: 'incident.suspension-decided',
        summary:
          decision === 'suspend'
            ? 'It was decided to suspend the app after the incident'
            : 'It was decided that the app keeps running after the incident',
        details: { decision },
        personal: { reason },
      });
    },
  });
}
