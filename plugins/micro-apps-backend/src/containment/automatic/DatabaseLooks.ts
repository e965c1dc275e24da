import type { Knex } from 'knex';
import type { Connection } from '../../registry/AppStore';

const LOOKS = 'micro_apps_automatic_looks';
const LAST = 'last';

/** A run that did not begin, because it would have held too many. */
export interface RefusedRun {
  readonly at: string;
  /** What would have been held within a day, and what may be, of all. */
  readonly apps: number;
  readonly most: number;
  readonly total: number;
}

/** What the last look at all running apps found. */
export interface LastLook {
  readonly lookedAt?: string;
  /** Of each control, how many apps it would hold. */
  readonly counts: Readonly<Record<string, number>>;
  readonly refused?: RefusedRun;
  /** Digest of what was refused, until it is within the limit again. */
  readonly refusedSet?: string;
}

interface LookRecord {
  id: string;
  looked_at: string | null;
  counts: string | null;
  refused_at: string | null;
  refused: string | null;
  refused_set: string | null;
}

/** What the last look found. */
export async function readLook(connection: Connection): Promise<LastLook> {
  const record = await connection<LookRecord>(LOOKS)
    .where({ id: LAST })
    .first();
  return toLook(record);
}

/** The same, for whoever starts or refuses a run: one after the other. */
export async function lockLook(tx: Knex.Transaction): Promise<LastLook> {
  await tx<LookRecord>(LOOKS).insert({ id: LAST }).onConflict('id').ignore();
  const record = await tx<LookRecord>(LOOKS)
    .where({ id: LAST })
    .forUpdate()
    .first();
  return toLook(record);
}

/** Keeps what was counted. */
export async function putCounts(
  tx: Knex.Transaction,
  { lookedAt, counts }: { lookedAt: string; counts: LastLook['counts'] },
): Promise<void> {
  await lockLook(tx);
  await tx<LookRecord>(LOOKS)
    .where({ id: LAST })
    .update({ looked_at: lookedAt, counts: JSON.stringify(counts) });
}

/** Keeps what was refused. */
export async function putRefused(
  tx: Knex.Transaction,
  { refused, set }: { refused: RefusedRun; set: string },
): Promise<void> {
  const { at, ...numbers } = refused;
  await tx<LookRecord>(LOOKS)
    .where({ id: LAST })
    .update({
      refused_at: at,
      refused: JSON.stringify(numbers),
      refused_set: set,
    });
}

/** It is within the limit again: the same would be told anew. */
export async function endRefused(tx: Knex.Transaction): Promise<void> {
  await tx<LookRecord>(LOOKS).where({ id: LAST }).update({ refused_set: null });
}

function toLook(record: LookRecord | undefined): LastLook {
  if (!record) return { counts: {} };
  const { looked_at: lookedAt, refused_at: at, refused } = record;
  return {
    lookedAt: lookedAt ?? undefined,
    counts: JSON.parse(record.counts ?? '{}'),
    refused:
      at !== null && refused !== null
        ? { at, ...JSON.parse(refused) }
        : undefined,
    refusedSet: record.refused_set ?? undefined,
  };
}
