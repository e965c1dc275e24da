import type { Measured, Posture } from '@micro-apps/governance-core';
import type { Connection } from '../../registry/AppStore';

const COUNTS = 'micro_apps_counts';

/** Everything that was counted at one time. */
export interface Counts {
  readonly posture: Posture;
  readonly measured: Measured;
  /** Of the rollout board. */
  readonly pipelineResults: boolean;
  readonly deployed: number;
}

/** Counts, and when they were made. */
export interface StoredCounts {
  readonly countedAt: string;
  /** Number of the last audit entry when counting began. */
  readonly auditSeq: number;
  readonly tookMs: number;
  readonly counts: Counts;
}

interface CountsRecord {
  id: number;
  counted_at: string;
  audit_seq: number | string;
  took_ms: number | string;
  counts: string;
}

/** What was counted last; `undefined` before the first time. */
export async function readCounts(
  connection: Connection,
): Promise<StoredCounts | undefined> {
  const record = await connection<CountsRecord>(COUNTS)
    .where({ id: 1 })
    .first();
  return (
    record && {
      countedAt: record.counted_at,
      auditSeq: Number(record.audit_seq),
      tookMs: Number(record.took_ms),
      counts: JSON.parse(record.counts),
    }
  );
}

/** Keeps counts, unless somebody else kept some of a later state; no clock decides it. */
export async function putCounts(
  connection: Connection,
  { countedAt, auditSeq, tookMs, counts }: StoredCounts,
): Promise<void> {
  const columns = {
    counted_at: countedAt,
    audit_seq: auditSeq,
    took_ms: tookMs,
    counts: JSON.stringify(counts),
  };
  await connection<CountsRecord>(COUNTS)
    .insert({ id: 1, ...columns })
    .onConflict('id')
    .merge(columns)
    .where(`${COUNTS}.audit_seq`, '<=', auditSeq);
}

/** Number of the last audit entry: every change of anything counted has one. */
export async function lastAuditSeq(connection: Connection): Promise<number> {
  const head = await connection('micro_apps_audit_head')
    .where({ id: 1 })
    .first<{ seq: number | string } | undefined>('seq');
  return Number(head?.seq ?? 0);
}
