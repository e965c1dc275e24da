import type {
  Breach,
  IncidentLimits,
  Severity,
} from '@micro-apps/governance-core';
import type { IncidentCauses } from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { readParts } from '../gates/DatabaseIncidentLedger';
import {
  INCIDENTS,
  INCIDENT_CAUSES,
  INCIDENT_SEVERITIES,
  type IncidentRecord,
} from '../gates/incidentRecords';
import type { Connection } from '../registry/AppStore';
import { toIncidentRow, type IncidentRow } from './incidentRow';

const BREACHES = 'micro_apps_incident_breaches';

interface BreachRecord {
  incident_id: string;
  clock: string;
  at: string;
  noticed_at: string;
}

/** What is written down when an incident is opened. */
export type NewIncident = Pick<
  IncidentRow,
  | 'id'
  | 'originId'
  | 'appId'
  | 'title'
  | 'whatHappened'
  | 'about'
  | 'reportedAt'
  | 'reportedBy'
  | 'reportedBySubject'
> & { readonly detectedAt: string; readonly limits: IncidentLimits };

/**
 * Writes an incident. Throws the database's UNIQUE error when the app has one
 * of the same origin.
 */
export async function insertIncident(
  tx: Knex.Transaction,
  made: NewIncident,
): Promise<void> {
  await tx(INCIDENTS).insert({
    id: made.id,
    origin_id: made.originId,
    app_id: made.appId,
    title: made.title,
    what_happened: made.whatHappened,
    about_kind: made.about?.kind ?? null,
    about_name: made.about?.name ?? null,
    detected_at: made.detectedAt,
    reported_at: made.reportedAt,
    reported_by: made.reportedBy,
    reported_by_subject: made.reportedBySubject ?? null,
    escalation_hours: made.limits.escalation,
    root_cause_hours: made.limits.rootCause,
  });
}

/** One incident, or `undefined`. */
export async function getIncident(
  connection: Connection,
  id: string,
): Promise<IncidentRow | undefined> {
  const record = await connection<IncidentRecord>(INCIDENTS)
    .where({ id })
    .first();
  if (!record) return undefined;
  const [row] = await withParts(connection, [record]);
  return row;
}

/** Every incident of an app: open ones first, then the newest. */
export async function incidentRowsOfApp(
  connection: Connection,
  appId: string,
): Promise<readonly IncidentRow[]> {
  const records = await connection<IncidentRecord>(INCIDENTS)
    .where({ app_id: appId })
    .orderBy([
      { column: 'reported_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ]);
  const rows = await withParts(connection, records);
  return [
    ...rows.filter(({ incident }) => incident.closedAt === undefined),
    ...rows.filter(({ incident }) => incident.closedAt !== undefined),
  ];
}

/** Incidents of one origin on some apps: id by app id. */
export async function incidentsOfOrigin(
  connection: Connection,
  options: { originId: string; appIds: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  const { originId, appIds } = options;
  const records = await connection<IncidentRecord>(INCIDENTS)
    .select('id', 'app_id')
    .where({ origin_id: originId })
    .whereIn('app_id', [...appIds]);
  return new Map(records.map(({ id, app_id: appId }) => [appId, id]));
}

/** Adds severities, causes and breaches to records, in their order. */
export async function withParts(
  connection: Connection,
  records: readonly IncidentRecord[],
): Promise<readonly IncidentRow[]> {
  if (records.length === 0) return [];
  const ids = records.map(({ id }) => id);
  const parts = await readParts(connection, ids);
  const breaches = await connection<BreachRecord>(BREACHES)
    .whereIn('incident_id', ids)
    .orderBy(['at', 'clock']);
  return records.map(record =>
    toIncidentRow(record, {
      ...parts(record.id),
      breaches: breaches
        .filter(({ incident_id: of }) => of === record.id)
        .map(each => ({
          incidentId: each.incident_id,
          clock: each.clock as Breach['clock'],
          at: each.at,
          noticedAt: each.noticed_at,
        })),
    }),
  );
}

/** Columns that a command may write; what is not named stays. */
export type IncidentChanges = Partial<
  Omit<
    IncidentRecord,
    | 'id'
    | 'origin_id'
    | 'app_id'
    | 'detected_at'
    | 'reported_at'
    | 'reported_by'
    | 'reported_by_subject'
    | 'escalation_hours'
    | 'root_cause_hours'
  >
>;

/** Writes some columns of an incident whose app the caller has locked. */
export async function updateIncident(
  tx: Knex.Transaction,
  id: string,
  changes: IncidentChanges,
): Promise<void> {
  await tx(INCIDENTS).where({ id }).update(changes);
}

/** Adds a severity; earlier ones stay. */
export async function addSeverity(
  tx: Knex.Transaction,
  given: {
    incidentId: string;
    severity: Severity;
    by: string;
    bySubject?: string;
    at: string;
    reason?: string;
  },
): Promise<void> {
  await tx(INCIDENT_SEVERITIES).insert({
    incident_id: given.incidentId,
    severity: given.severity,
    by_ref: given.by,
    by_subject: given.bySubject ?? null,
    at: given.at,
    reason: given.reason ?? null,
  });
}

/** Adds a version of the causes; earlier ones stay. */
export async function addCauses(
  tx: Knex.Transaction,
  incidentId: string,
  { receivedAt, by, causes, actions }: IncidentCauses,
): Promise<void> {
  await tx(INCIDENT_CAUSES).insert({
    incident_id: incidentId,
    received_at: receivedAt,
    by_ref: by,
    causes,
    actions: JSON.stringify(actions),
  });
}

/** Writes a missed deadline down; `false` when it was before. */
export async function addBreach(
  tx: Knex.Transaction,
  { incidentId, clock, at, noticedAt }: Breach,
): Promise<boolean> {
  const known = await tx(BREACHES)
    .where({ incident_id: incidentId, clock })
    .first('clock');
  if (known) return false;
  await tx(BREACHES).insert({
    incident_id: incidentId,
    clock,
    at,
    noticed_at: noticedAt,
  });
  return true;
}
