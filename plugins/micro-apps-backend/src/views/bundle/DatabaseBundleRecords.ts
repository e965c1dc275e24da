import { sha256 } from '../../audit/sha256';
import type { Connection } from '../../registry/AppStore';

type Fields = Readonly<Record<string, unknown>>;

/** Tables of records of an app that others belong to, by how these name them. */
const OF_RECORDS = {
  request_id: 'micro_apps_requests',
  incident_id: 'micro_apps_incidents',
  orphan_id: 'micro_apps_orphans',
} as const;

/** One kind of record of an app. */
interface RecordTable {
  readonly table: string;
  /**
   * Column with the app's id or with the id of one of its records; `vendor`:
   * the name of a vendor that the app uses.
   */
  readonly key: 'id' | 'app_id' | 'vendor' | keyof typeof OF_RECORDS;
  readonly order: readonly string[];
  /** Kept for searching and working only, or secret. */
  readonly leaveOut?: readonly string[];
}

/** Everything that the register holds about an app, in the order of a bundle. */
export const RECORD_TABLES: Readonly<Record<string, RecordTable>> = {
  registration: {
    table: 'apps',
    key: 'id',
    order: ['id'],
    leaveOut: ['skeleton', 'sort_name'],
  },
  registrationVersions: {
    table: 'versions',
    key: 'app_id',
    order: ['version'],
  },
  requests: {
    table: 'requests',
    key: 'app_id',
    order: ['seq'],
    leaveOut: ['open_key', 'automatic_key', 'queue_order'],
  },
  votes: { table: 'request_votes', key: 'request_id', order: ['at', 'id'] },
  changeItems: {
    table: 'request_items',
    key: 'request_id',
    order: ['round', 'position'],
  },
  delegations: {
    table: 'request_delegations',
    key: 'request_id',
    order: ['at', 'id'],
  },
  emergencyApprovals: {
    table: 'request_overrides',
    key: 'request_id',
    order: ['at'],
  },
  decisions: { table: 'decisions', key: 'app_id', order: ['at', 'id'] },
  evidence: {
    table: 'evidence',
    key: 'app_id',
    order: ['received_at', 'id'],
    leaveOut: ['submission_key'],
  },
  forms: { table: 'artefacts', key: 'app_id', order: ['kind'] },
  formVersions: {
    table: 'artefact_versions',
    key: 'app_id',
    order: ['kind', 'version'],
  },
  uses: { table: 'app_uses', key: 'app_id', order: ['kind', 'name'] },
  vendors: {
    table: 'vendors',
    key: 'vendor',
    order: ['name'],
    leaveOut: ['skeleton', 'search_text'],
  },
  components: {
    table: 'components',
    key: 'app_id',
    order: ['evidence_id', 'purl'],
  },
  repositoryFiles: { table: 'sources', key: 'app_id', order: ['id'] },
  proposals: {
    table: 'proposals',
    key: 'app_id',
    order: ['seq'],
    leaveOut: ['open_key'],
  },
  exceptions: {
    table: 'exceptions',
    key: 'app_id',
    order: ['requested_at', 'id'],
    leaveOut: ['open_key'],
  },
  incidents: {
    table: 'incidents',
    key: 'app_id',
    order: ['reported_at', 'id'],
    leaveOut: ['queue_order'],
  },
  incidentSeverities: {
    table: 'incident_severities',
    key: 'incident_id',
    order: ['seq'],
  },
  incidentCauses: {
    table: 'incident_causes',
    key: 'incident_id',
    order: ['seq'],
  },
  incidentBreaches: {
    table: 'incident_breaches',
    key: 'incident_id',
    order: ['at', 'clock'],
  },
  holds: {
    table: 'holds',
    key: 'app_id',
    order: ['imposed_at', 'id'],
    leaveOut: ['open_key'],
  },
  emergencyStops: {
    table: 'fleet_items',
    key: 'app_id',
    order: ['run_id'],
  },
  automaticHolds: {
    table: 'automatic_proofs',
    key: 'app_id',
    order: ['at', 'control_id', 'step', 'proof_at'],
  },
  keptData: {
    table: 'kept_things',
    key: 'app_id',
    order: ['environment', 'name'],
  },
  disposals: {
    table: 'disposal_runs',
    key: 'app_id',
    order: ['started_at', 'id'],
    leaveOut: ['open_key'],
  },
  disposedData: {
    table: 'disposals',
    key: 'app_id',
    order: ['run_id', 'position'],
  },
  legalHolds: {
    table: 'legal_holds',
    key: 'app_id',
    order: ['set_at', 'id'],
    leaveOut: ['open_key'],
  },
  retirement: { table: 'retirements', key: 'app_id', order: ['id'] },
  scans: { table: 'scans', key: 'app_id', order: ['started_at', 'id'] },
  deployments: {
    table: 'deployments',
    key: 'app_id',
    order: ['requested_at', 'id'],
    leaveOut: ['token_hash', 'token_expires_at', 'open_key'],
  },
  annualReviews: { table: 'reviews', key: 'app_id', order: ['at', 'id'] },
  successions: {
    table: 'orphans',
    key: 'app_id',
    order: ['orphaned_at', 'id'],
    leaveOut: ['candidate_subjects', 'open_key'],
  },
  ownershipOffers: {
    table: 'orphan_offers',
    key: 'orphan_id',
    order: ['offered_at', 'id'],
  },
};

/** Written as 0 and 1 by SQLite. */
const BOOLEANS = new Set(['automatic', 'allowed', 'done', 'binds']);

/**
 * Every record of an app, by kind. Reports of tools appear by their digest, and
 * whole where they are asked for.
 */
export async function readBundleRecords(
  connection: Connection,
  { id: appId, reports }: { id: string; reports: 'digest' | 'included' },
): Promise<Readonly<Record<string, readonly Fields[]>>> {
  const records: Record<string, readonly Fields[]> = {};
  for (const [kind, source] of Object.entries(RECORD_TABLES)) {
    const query = connection(`micro_apps_${source.table}`);
    const { key } = source;
    if (key === 'request_id' || key === 'incident_id') {
      query.whereIn(
        key,
        connection(OF_RECORDS[key]).select('id').where({ app_id: appId }),
      );
    } else if (key === 'vendor') {
      query.whereIn(
        'name',
        connection('micro_apps_app_uses')
          .select('name')
          .where({ app_id: appId, kind: 'vendor' }),
      );
    } else {
      query.where({ [key]: appId });
    }
    for (const column of source.order) query.orderBy(column);
    const rows: Fields[] = await query;
    records[kind] = rows.map(row =>
      told(row, { leaveOut: source.leaveOut ?? [], reports }),
    );
  }
  return records;
}

/** Characters of all reports of an app's evidence. */
export async function reportsLength(
  connection: Connection,
  appId: string,
): Promise<number> {
  const row = await connection('micro_apps_evidence')
    .where({ app_id: appId })
    .sum<{ total: number | string | null }>({
      total: connection.raw('length(sarif)'),
    })
    .first();
  return Number(row?.total ?? 0);
}

function told(
  row: Fields,
  options: {
    leaveOut: readonly string[];
    reports: 'digest' | 'included';
  },
): Fields {
  const { leaveOut, reports } = options;
  return Object.fromEntries(
    Object.entries(row).flatMap(([column, value]): [string, unknown][] => {
      if (leaveOut.includes(column) || value === null) return [];
      if (column === 'sarif') {
        const digest: [string, unknown] = [
          'sarifDigest',
          sha256(String(value)),
        ];
        return reports === 'included' ? [digest, ['sarif', value]] : [digest];
      }
      const name = column.replace(/_([a-z])/g, (_, letter) =>
        letter.toUpperCase(),
      );
      return [[name, BOOLEANS.has(column) ? Boolean(value) : parsed(value)]];
    }),
  );
}

/** Columns that hold JSON are told as what they say. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
