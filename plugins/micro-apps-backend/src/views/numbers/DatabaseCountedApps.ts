import {
  COUNTED_EVIDENCE,
  type CountedApp,
  type CountedProof,
} from '@micro-apps/governance-core';
import type { Settings } from '../../kernel/settings';
import {
  whereVisible,
  type AppCriteria,
} from '../../permissions/DatabaseAppCriteria';
import { keepingsBetween } from '../../gates/DatabaseRetentionLedger';
import { EVIDENCE } from '../../gates/evidenceRecords';
import { SIGN_IN_SCOPES } from '../../provisioning/signInScopes';
import type { AppRow, Connection } from '../../registry/AppStore';
import {
  APPS,
  toAppRow,
  type AppRecord,
} from '../../registry/DatabaseAppStore';

/** One app as numbers see it. */
export interface CountedRow extends CountedApp {
  readonly id: string;
}

const RESOURCES = 'micro_apps_resources';

interface ClientRecord {
  app_id: string;
  /** JSON. */
  scopes: string | null;
}

interface ProofRecord {
  app_id: string;
  kind: string;
  provenance: string;
  outcome: string;
  received_at: string;
  expires_at: string | null;
  envelope_hash: string | null;
}

/**
 * The next apps in the order of their ids, as far as numbers are made of them.
 * Everything comes from narrow, indexed columns: no registration is read.
 *
 * @param options.after - id of the last app that was read
 */
export async function readCountedApps(
  connection: Connection,
  options: {
    after: string;
    limit: number;
    /** Left out: every app. */
    visible?: AppCriteria;
    settings: Settings;
  },
): Promise<readonly CountedRow[]> {
  const { after, limit, visible, settings } = options;
  const query = connection<AppRecord>(APPS)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit);
  whereVisible(query, { connection, settings, criteria: visible });
  const apps = await query.select(
    'id',
    'standing',
    'band',
    'effective_class',
    'business_unit',
    'owner',
    'envelope_hash',
    'retention_days',
    'data_categories',
  );
  const first = apps[0]?.id;
  const last = apps.at(-1)?.id;
  if (first === undefined || last === undefined) return [];
  const between: [string, string] = [first, last];
  const [incomplete, clients, proofs, keepings] = await Promise.all([
    incompleteOf(
      connection,
      apps.filter(({ standing }) => standing === 'draft').map(({ id }) => id),
    ),
    connection(RESOURCES)
      .select<ClientRecord[]>('app_id', 'scopes')
      .whereBetween('app_id', between)
      .where({ kind: 'client', state: 'present' }),
    newestProofs(connection, between),
    keepingsBetween(connection, between),
  ]);
  const clientsOf = grouped(clients, grantedTo);
  const proofsOf = grouped(proofs, toProof);
  return apps.map(record => ({
    id: record.id,
    standing: record.standing as CountedApp['standing'],
    band: record.band,
    effectiveClass: record.effective_class as CountedApp['effectiveClass'],
    businessUnit: record.business_unit,
    owner: record.owner,
    envelopeHash: record.envelope_hash,
    incomplete: incomplete.has(record.id),
    retentionDays:
      record.retention_days === null || record.retention_days === undefined
        ? undefined
        : Number(record.retention_days),
    scopes: clientsOf.get(record.id)?.flat() ?? [],
    dataCategories: record.data_categories
      ? record.data_categories.split(',')
      : [],
    clients: clientsOf.get(record.id)?.length ?? 0,
    proofs: proofsOf.get(record.id) ?? [],
    keeping: keepings.get(record.id),
  }));
}

/** What a client may reach besides signing people in. */
function grantedTo({ scopes }: ClientRecord): readonly string[] {
  const all: readonly string[] = scopes ? JSON.parse(scopes) : [];
  return all.filter(scope => !SIGN_IN_SCOPES.includes(scope));
}

/** Whole apps by their ids, in the order of these. */
export async function readApps(
  connection: Connection,
  ids: readonly string[],
): Promise<readonly AppRow[]> {
  if (ids.length === 0) return [];
  const records = await connection<AppRecord>(APPS)
    .whereIn('id', [...ids])
    .orderBy('id');
  return records.map(toAppRow);
}

async function incompleteOf(
  connection: Connection,
  drafts: readonly string[],
): Promise<ReadonlySet<string>> {
  if (drafts.length === 0) return new Set();
  return new Set<string>(
    await connection(APPS)
      .whereIn('id', [...drafts])
      .whereNotNull('missing')
      .pluck('id'),
  );
}

/** Of each kind, provenance and envelope the newest; of one instant the worst. */
async function newestProofs(
  connection: Connection,
  between: [string, string],
): Promise<readonly ProofRecord[]> {
  const ranked = connection(EVIDENCE)
    .select(
      'app_id',
      'kind',
      'provenance',
      'outcome',
      'received_at',
      'expires_at',
      'envelope_hash',
    )
    .select(
      connection.raw(
        `row_number() over (
          partition by app_id, kind, provenance, envelope_hash
          order by received_at desc,
            case outcome when 'fail' then 0 when 'pass' then 2 else 1 end
        ) as place`,
      ),
    )
    .whereBetween('app_id', between)
    .whereIn('kind', [...COUNTED_EVIDENCE])
    .whereNull('set_aside')
    .as('ranked');
  return await connection
    .select<ProofRecord[]>('*')
    .from(ranked)
    .where('place', 1);
}

function toProof(record: ProofRecord): CountedProof {
  return {
    kind: record.kind as CountedProof['kind'],
    provenance: record.provenance as CountedProof['provenance'],
    outcome: record.outcome as CountedProof['outcome'],
    receivedAt: record.received_at,
    expiresAt: record.expires_at ?? undefined,
    envelopeHash: record.envelope_hash ?? undefined,
  };
}

function grouped<Row extends { app_id: string }, Value>(
  rows: readonly Row[],
  valueOf: (row: Row) => Value,
): ReadonlyMap<string, readonly Value[]> {
  const groups = new Map<string, Value[]>();
  for (const row of rows) {
    const group = groups.get(row.app_id);
    if (group) group.push(valueOf(row));
    else groups.set(row.app_id, [valueOf(row)]);
  }
  return groups;
}
