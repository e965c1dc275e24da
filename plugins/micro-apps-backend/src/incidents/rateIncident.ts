import {
  accept,
  changeSeverity,
  severityOf,
  SEVERITIES,
} from '@micro-apps/governance-core';
import {
  microAppsIncidentUpdatePermission,
  type IncidentSeverityRequest,
} from '@micro-apps/plugin-micro-apps-common';
import { addSeverity } from './DatabaseIncidents';
import { incidentCommand } from './incidentCommand';
import { tellSeverity } from './incidentNotices';
import type { IncidentsDeps } from './incidentsDeps';
import { requirePart } from './partInIncident';
import { isClosed } from './refusals';

/**
 * Rates an incident anew. Whoever has a part in it may rate it higher; lower
 * only somebody of the security team who neither reported it, owns the app nor
 * rated it last. Every value is kept and no clock moves (reliability B13).
 */
export function rateIncident(deps: IncidentsDeps) {
  return incidentCommand<IncidentSeverityRequest & { id: string }>(deps, {
    name: 'severity',
    permission: microAppsIncidentUpdatePermission,
    async take(tx, { app, row, part, context }, { severity, reason }) {
      const allowed = requirePart(part);
      if (!allowed.ok) return allowed;
      const { incident } = row;
      if (incident.closedAt !== undefined) return isClosed();
      const from = severityOf(incident);
      const { actor, now: at } = context;
      const changed = changeSeverity({
        incident,
        to: severity,
        by: part.person,
        at: at.toISOString(),
        involved: part.involved,
      });
      if (!changed.ok) return changed;
      const lower = SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(from);
      if (lower && !part.mayHandle.ok) return part.mayHandle;
      await addSeverity(tx, {
        incidentId: row.id,
        severity,
        by: actor.ref,
        bySubject: actor.subject,
        at: at.toISOString(),
        reason,
      });
      await tellSeverity(tx, {
        app,
        row,
        at,
        to: severity,
        number: row.severities.length + 1,
        by: actor.ref,
      });
      return accept({
        action: 'incident.severity-changed',
        summary: `The incident was rated ${severity} instead of ${from}`,
        details: { severity, from },
        personal: { reason },
      });
    },
  });
}
