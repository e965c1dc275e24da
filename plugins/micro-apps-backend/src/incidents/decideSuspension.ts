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
 * The decision whether the app is suspended, with its reason. To suspend is
 * done with it, in the same transaction. A later decision takes the place of an
 * earlier one, and the history keeps both; what is suspended stays so until
 * security releases it (requirements R9).
 */
export function decideSuspension(deps: IncidentsDeps) {
  return incidentCommand<IncidentSuspensionRequest & { id: string }>(deps, {
    name: 'suspension',
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
      if (decision === 'suspend') {
        await deps.containment.suspend(tx, { app, reason, actor, at });
      }
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
            ? 'The app is suspended after the incident'
            : 'It was decided that the app keeps running after the incident',
        details: { decision },
        personal: { reason },
      });
    },
  });
}
