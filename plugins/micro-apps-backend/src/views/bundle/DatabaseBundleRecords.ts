import { sha256 } from '../../audit/sha256';
import type { Connection } from '../../registry/AppStore';

type Fields = Readonly<Record<string, unknown>>;

/** One kind of record of an app. */
interface RecordTable {
  readonly table: string;
  /** Column with the app's id, or with the id of its approval request. */
  readonly key: 'id' | 'app_id' | 'request_id';
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
  uses: { table: 'app_uses', key: 'app_id', order: ['kind', 'name'] },
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
  scans: { table: 'scans', key: 'app_id', order: ['started_at', 'id'] },
  deployments: {
    table: 'deployments',
    key: 'app_id',
    order: ['requested_at', 'id'],
    leaveOut: ['token_hash', 'token_expires_at', 'open_key'],
  },
};

/** Written as 0 and 1 by SQLite. */
const BOOLEANS = new Set(['automatic', 'allowed', 'done', 'binds']);

/** Every record of an app, by kind. Reports of tools appear by their digest. */
export async function readBundleRecords(
  connection: Connection,
  appId: string,
): Promise<Readonly<Record<string, readonly Fields[]>>> {
  const records: Record<string, readonly Fields[]> = {};
  for (const [kind, source] of Object.entries(RECORD_TABLES)) {
    const query = connection(`micro_apps_${source.table}`);
    if (source.key === 'request_id') {
      query.whereIn(
        'request_id',
        connection('micro_apps_requests').select('id').where({ app_id: appId }),
      );
    } else {
      query.where({ [source.key]: appId });
    }
    for (const column of source.order) query.orderBy(column);
    const rows: Fields[] = await query;
    records[kind] = rows.map(row => told(row, source.leaveOut ?? []));
  }
  return records;
}

function told(row: Fields, leaveOut: readonly string[]): Fields {
  return Object.fromEntries(
    Object.entries(row).flatMap(([column, value]): [string, unknown][] => {
      if (leaveOut.includes(column) || value === null) return [];
      if (column === 'sarif') return [['sarifDigest', sha256(String(value))]];
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
