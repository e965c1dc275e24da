import type { Hold } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import type { Database } from '../kernel/database';
import type { Connection } from '../registry/AppStore';

const LOOKS = 'micro_apps_retention_looks';
const RESOURCES = 'micro_apps_resources';

/** When an app is looked at, and what was found the last time. */
export interface LookRow {
  readonly appId: string;
  readonly dueAt: string;
  readonly lookedAt?: string;
  /** Due, and too many to go without somebody who confirms the count. */
  readonly waitingCount?: number;
  readonly heldCount?: number;
  readonly heldFor?: Hold;
  readonly provedAt?: string;
  readonly problem?: string;
}

interface LookRecord {
  app_id: string;
  due_at: string;
  looked_at: string | null;
  waiting_count: number | null;
  held_count: number | null;
  held_for: string | null;
  proved_at: string | null;
  problem: string | null;
}

/**
 * Writes a row for apps that have been given a place to run since, and so may
 * keep something; a page of them at a time.
 * @returns how many it were
 */
export async function beginLooks(
  connection: Connection,
  options: { at: Date; limit: number },
): Promise<number> {
  const at = options.at.toISOString();
  const rows: { app_id: string }[] = await connection({ r: RESOURCES })
    .distinct('r.app_id')
    .where({ 'r.kind': 'runtime' })
    .whereNotExists(
      connection({ l: LOOKS })
        .select(connection.raw('1'))
        .whereRaw('l.app_id = r.app_id'),
    )
    .limit(options.limit);
  if (rows.length === 0) return 0;
  await connection<LookRecord>(LOOKS)
    .insert(rows.map(({ app_id: id }) => ({ app_id: id, due_at: at })))
    .onConflict('app_id')
    .ignore();
  return rows.length;
}

/**
 * Takes a page of apps that are due to be looked at, the longest due first.
 * Nobody else takes them until `lease`; when whoever took them is killed, they
 * are due again then (reliability B5, B7).
 */
export async function claimLooks(
  { transaction }: Pick<Database, 'transaction'>,
  options: { now: Date; lease: Date; limit: number },
): Promise<readonly LookRow[]> {
  const { now, lease, limit } = options;
  return await transaction(async tx => {
    const query = tx<LookRecord>(LOOKS)
      .where('due_at', '<=', now.toISOString())
      .orderBy(['due_at', 'app_id'])
      .limit(limit)
      .forUpdate();
    // SQLite has one writer; elsewhere nobody queues up for a taken row.
    if (tx.client.config.client === 'pg') query.skipLocked();
    const records: LookRecord[] = await query;
    const ids = records.map(({ app_id: id }) => id);
    await tx<LookRecord>(LOOKS)
      .whereIn('app_id', ids)
      .update({ due_at: lease.toISOString() });
    return records.map(toRow);
  });
}

/** One app's row. */
export async function getLook(
  connection: Connection,
  appId: string,
): Promise<LookRow | undefined> {
  const record = await connection<LookRecord>(LOOKS)
    .where({ app_id: appId })
    .first();
  return record && toRow(record);
}

/**
 * Notes that nothing changed for apps that were claimed until `lease`; whom
 * somebody wants looked at sooner is left alone.
 */
export async function lookedAtAll(
  connection: Connection,
  options: {
    appIds: readonly string[];
    lease: Date;
    at: Date;
    dueAt: string;
  },
): Promise<void> {
  await connection<LookRecord>(LOOKS)
    .whereIn('app_id', [...options.appIds])
    .where({ due_at: options.lease.toISOString() })
    .update({
      due_at: options.dueAt,
      looked_at: options.at.toISOString(),
      problem: null,
    });
}

/** Notes what a look found; `null`: not any more. */
export async function settleLook(
  connection: Connection,
  appId: string,
  found: {
    dueAt?: string;
    lookedAt?: string;
    waitingCount?: number | null;
    heldCount?: number | null;
    heldFor?: Hold | null;
    provedAt?: string;
    problem?: string | null;
  },
): Promise<void> {
  const columns = Object.entries({
    due_at: found.dueAt,
    looked_at: found.lookedAt,
    waiting_count: found.waitingCount,
    held_count: found.heldCount,
    held_for: found.heldFor,
    proved_at: found.provedAt,
    problem: found.problem,
  }).filter(([, value]) => value !== undefined);
  if (columns.length === 0) return;
  await connection(LOOKS)
    .where({ app_id: appId })
    .update(Object.fromEntries(columns));
}

/** Has an app looked at by then at the latest, in the caller's transaction. */
export async function lookBy(
  tx: Knex.Transaction,
  appId: string,
  at: string,
): Promise<void> {
  await tx<LookRecord>(LOOKS)
    .insert({ app_id: appId, due_at: at })
    .onConflict('app_id')
    .ignore();
  await tx<LookRecord>(LOOKS)
    .where({ app_id: appId })
    .andWhere('due_at', '>', at)
    .update({ due_at: at });
}

function toRow(record: LookRecord): LookRow {
  return {
    appId: record.app_id,
    dueAt: record.due_at,
    lookedAt: record.looked_at ?? undefined,
    waitingCount: record.waiting_count ?? undefined,
    heldCount: record.held_count ?? undefined,
    heldFor: (record.held_for ?? undefined) as LookRow['heldFor'],
    provedAt: record.proved_at ?? undefined,
    problem: record.problem ?? undefined,
  };
}
