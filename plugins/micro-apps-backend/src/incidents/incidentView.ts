import {
  changeSeverity,
  incidentClocks,
  incidentDuties,
  severityOf,
  SEVERITIES,
  worstSeverity,
} from '@micro-apps/governance-core';
import type { IncidentView } from '@micro-apps/plugin-micro-apps-common';
import type { Settings } from '../kernel/settings';
import type { Actor } from '../kernel/types';
import type { AppRow } from '../registry/AppStore';
import type { IncidentRow } from './incidentRow';
import { partInIncident } from './partInIncident';

/** An incident as `actor` may see it; its clocks as they are now. */
export function viewOf(options: {
  row: IncidentRow;
  app: AppRow;
  actor: Actor;
  settings: Settings;
  now: Date;
}): IncidentView {
  const { row, app, now } = options;
  const { incident } = row;
  const severity = severityOf(incident);
  const open = incident.closedAt === undefined;
  const { mayHandle, ownSide, concerned, reported, person, involved } =
    partInIncident(options);
  return {
    id: row.id,
    originId: row.originId,
    appId: app.id,
    appName: app.name,
    title: row.title,
    whatHappened: row.whatHappened,
    about: row.about,
    detectedAt: incident.detectedAt,
    reportedAt: row.reportedAt,
    reportedBy: row.reportedBy,
    severity,
    worstSeverity: worstSeverity(incident),
    severities: row.severities.map(({ bySubject: _, ...each }) => each),
    escalatedAt: incident.escalatedAt,
    escalatedBy: row.escalatedBy,
    causes: [...row.causes].reverse(),
    postMortem: row.postMortem,
    suspension: row.suspension,
    closedAt: incident.closedAt,
    closedBy: open ? undefined : row.closedBy,
    reopened: row.reopened,
    clocks: incidentClocks({ incident, now: now.toISOString() }),
    breaches: row.breaches.map(({ clock, at, noticedAt }) => ({
      clock,
      at,
      noticedAt,
    })),
    duties: incidentDuties(incident),
    viewer: {
      mayHandle: mayHandle.ok,
      mayWriteCauses: open && ownSide,
      mayRaise:
        open &&
        (concerned || reported) &&
        severity !== SEVERITIES[SEVERITIES.length - 1],
      mayLower:
        open &&
        mayHandle.ok &&
        severity !== SEVERITIES[0] &&
        changeSeverity({
          incident,
          to: SEVERITIES[0],
          by: person,
          at: now.toISOString(),
          involved,
        }).ok,
      mayReopen: !open && (concerned || reported),
    },
  };
}
