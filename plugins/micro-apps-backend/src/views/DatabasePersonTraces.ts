import { normaliseRef } from '@micro-apps/governance-core';
import type { Connection } from '../registry/AppStore';

/** Columns that name people, beside the audit log; what people call the record. */
export const PERSON_COLUMNS: readonly {
  readonly table: string;
  readonly record: string;
  readonly columns: readonly string[];
}[] = [
  { table: 'apps', record: 'registrations', columns: ['created_by'] },
  {
    table: 'versions',
    record: 'versions of registrations',
    columns: ['changed_by'],
  },
  {
    table: 'requests',
    record: 'approval requests',
    columns: ['requested_by', 'submitted_by'],
  },
  { table: 'request_votes', record: 'votes', columns: ['voter_ref'] },
  { table: 'request_items', record: 'ticked items', columns: ['done_by'] },
  {
    table: 'request_delegations',
    record: 'delegations',
    columns: ['from_ref', 'to_ref'],
  },
  {
    table: 'request_overrides',
    record: 'emergency approvals',
    columns: ['by_ref', 'reviewed_by_ref'],
  },
  {
    table: 'proposals',
    record: 'proposals of repositories',
    columns: ['decided_by'],
  },
  {
    table: 'vendor_requesters',
    record: 'requests for vendors',
    columns: ['person'],
  },
  {
    table: 'vendor_events',
    record: 'decisions on vendors',
    columns: ['actor'],
  },
  { table: 'import_rows', record: 'imports', columns: ['imported_by'] },
  {
    table: 'artefacts',
    record: 'forms about apps',
    columns: ['changed_by', 'finished_by', 'reviewed_by'],
  },
  {
    table: 'artefact_versions',
    record: 'versions of forms about apps',
    columns: ['changed_by'],
  },
  { table: 'evidence', record: 'proofs', columns: ['by_ref'] },
  {
    table: 'exceptions',
    record: 'exceptions',
    columns: ['requested_by', 'granted_by', 'revoked_by'],
  },
  {
    table: 'incidents',
    record: 'incidents',
    columns: [
      'reported_by',
      'escalated_by',
      'post_mortem_by',
      'suspension_by',
      'closed_by',
    ],
  },
  {
    table: 'incident_severities',
    record: 'severities of incidents',
    columns: ['by_ref'],
  },
  {
    table: 'incident_causes',
    record: 'causes of incidents',
    columns: ['by_ref'],
  },
  {
    table: 'holds',
    record: 'holds of apps',
    columns: ['imposed_by', 'ended_by'],
  },
  {
    table: 'fleet_runs',
    record: 'emergency stops',
    columns: ['started_by'],
  },
  {
    table: 'rule_switches',
    record: 'switches of company rules',
    columns: ['switched_by'],
  },
  {
    table: 'rule_previews',
    record: 'previews of such switches',
    columns: ['asked_by', 'stopped_by'],
  },
  {
    table: 'disposal_runs',
    record: 'disposals of data',
    columns: ['started_by'],
  },
  {
    table: 'legal_holds',
    record: 'legal holds',
    columns: ['set_by', 'lifted_by'],
  },
  {
    table: 'retirements',
    record: 'ends of apps',
    columns: ['retired_by'],
  },
  {
    table: 'rollout',
    record: 'first days of the rollout',
    columns: ['set_by'],
  },
  {
    table: 'rollout_ticks',
    record: 'ticked steps of the rollout',
    columns: ['ticked_by'],
  },
  { table: 'scans', record: 'scan runs', columns: ['started_by'] },
  { table: 'deployments', record: 'promotions', columns: ['requested_by'] },
  { table: 'reviews', record: 'annual reviews', columns: ['by_ref'] },
  { table: 'people', record: 'owners', columns: ['ref', 'manager'] },
  {
    table: 'leavers',
    record: 'people who left',
    columns: ['person', 'manager', 'reported_by', 'returned_by'],
  },
  {
    table: 'leaver_pauses',
    record: 'confirmed departures',
    columns: ['ended_by'],
  },
  {
    table: 'orphans',
    record: 'searches for new owners',
    columns: ['leaver', 'ended_by', 'new_owner'],
  },
  {
    table: 'orphan_offers',
    record: 'offers of apps',
    columns: ['offered_to', 'offered_by'],
  },
];

/** Ids of the apps that a person owns, alone or as second owner. */
export async function appsOwnedBy(
  connection: Connection,
  ref: string,
): Promise<readonly string[]> {
  const person = normaliseRef(ref);
  return await connection('micro_apps_apps')
    .where({ owner: person })
    .orWhere({ successor: person })
    .orderBy('id')
    .limit(20)
    .pluck('id');
}

/** Which other records name a person, and how many. */
export async function countPersonTraces(
  connection: Connection,
  ref: string,
): Promise<readonly { record: string; count: number }[]> {
  const person = normaliseRef(ref);
  const found = [];
  for (const { table, record, columns } of PERSON_COLUMNS) {
    const rows = await connection(`micro_apps_${table}`)
      .where(any => {
        for (const column of columns) {
          any.orWhereRaw('lower(??) = ?', [column, person]);
        }
      })
      .count<{ n: number | string }[]>({ n: '*' });
    const count = Number(rows[0]?.n ?? 0);
    if (count > 0) found.push({ record, count });
  }
  return found;
}
