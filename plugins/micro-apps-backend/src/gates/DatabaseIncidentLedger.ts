import type { Incident } from '@micro-apps/governance-core';
import { rowsTogether } from '../kernel/DatabaseTogether';
import type { Connection } from '../registry/AppStore';
import {
  INCIDENTS,
  INCIDENT_CAUSES,
  INCIDENT_SEVERITIES,
  toIncident,
  type CausesRecord,
  type IncidentRecord,
  type SeverityRecord,
} from './incidentRecords';

const ofApp = rowsTogether<IncidentRecord>({
  columns: ['app_id'],
  rows: connection => connection(INCIDENTS).orderBy(['reported_at', 'id']),
});

/**
 * Every incident of one app, closed ones too: the one place where gates, jobs
 * and screens learn what incidents mean for an app. Whether one is open, late
 * or lacks something is for the core to say, at the instant it is used.
 */
export async function incidentsOfApp(
  connection: Connection,
  appId: string,
): Promise<readonly Incident[]> {
  const records = await ofApp(connection, appId);
  if (records.length === 0) return [];
  const ids = records.map(({ id }) => id);
  const parts = await readParts(connection, ids);
  return records.map(record => toIncident(record, parts(record.id)));
}

/** Severities and causes of incidents, oldest first, by the incident's id. */
export async function readParts(
  connection: Connection,
  ids: readonly string[],
): Promise<
  (id: string) => {
    severities: readonly SeverityRecord[];
    causes: readonly CausesRecord[];
  }
> {
  const severities = await connection<SeverityRecord>(INCIDENT_SEVERITIES)
    .whereIn('incident_id', [...ids])
    .orderBy('seq');
  const causes = await connection<CausesRecord>(INCIDENT_CAUSES)
    .whereIn('incident_id', [...ids])
    .orderBy('seq');
  return id => ({
    severities: severities.filter(({ incident_id: of }) => of === id),
    causes: causes.filter(({ incident_id: of }) => of === id),
  });
}
