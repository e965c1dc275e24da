import type { AuditRow } from '@micro-apps/governance-core';
import type { Connection } from '../registry/AppStore';

const AUDIT = 'micro_apps_audit';

/** A row of the audit table as both databases return it. */
interface AuditRecord {
  seq: number | string;
  at: string;
  actor: string;
  actor_subject: string | null;
  on_behalf: string | null;
  action: string;
  app_id: string | null;
  details: string;
  prev_hash: string;
  hash: string;
}

/** One entry as it is stored, beside the text of its details. */
export interface StoredAuditRow {
  /** `undefined` when the stored details are no JSON object. */
  readonly row?: AuditRow;
  readonly seq: number;
  readonly prevHash: string;
  readonly detailsText: string;
}

/** Where the chain says that it ends, and where its rows end. */
export interface AuditEnd {
  readonly seq: number;
  readonly hash: string;
  /** Number of the last row; 0 when there is none. */
  readonly lastRow: number;
}

/**
 * The head row and the last row, read by one statement, so that an entry that
 * is written meanwhile is in both or in neither.
 */
export async function readAuditEnd(
  connection: Connection,
): Promise<AuditEnd | undefined> {
  const found = await connection('micro_apps_audit_head')
    .where({ id: 1 })
    .select<
      { seq: number | string; hash: string; last: number | string | null }[]
    >('seq', 'hash', connection(AUDIT).max('seq').as('last'));
  const [head] = found;
  return (
    head && {
      seq: Number(head.seq),
      hash: head.hash,
      lastRow: Number(head.last ?? 0),
    }
  );
}

/** Every row up to `upTo`, by number, a page in memory at a time. */
export async function* auditRows(
  connection: Connection,
  options: { upTo: number; pageSize: number },
): AsyncGenerator<StoredAuditRow> {
  const { upTo, pageSize } = options;
  let after: number | undefined;
  for (;;) {
    const query = connection<AuditRecord>(AUDIT)
      .where('seq', '<=', upTo)
      .orderBy('seq')
      .limit(pageSize);
    // No lower bound at first: a row put in before number 1 is seen, too.
    if (after !== undefined) query.andWhere('seq', '>', after);
    const page = await query;
    for (const record of page) yield storedRow(record);
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    after = Number(last.seq);
  }
}

function storedRow(record: AuditRecord): StoredAuditRow {
  const seq = Number(record.seq);
  const details = detailsIn(record.details);
  return {
    seq,
    prevHash: record.prev_hash,
    detailsText: record.details,
    row: details && {
      seq,
      at: record.at,
      actor: record.actor,
      actorSubject: record.actor_subject ?? undefined,
      onBehalf: record.on_behalf ?? undefined,
      action: record.action,
      appId: record.app_id ?? undefined,
      details,
      prevHash: record.prev_hash,
      hash: record.hash,
    },
  };
}

function detailsIn(text: string): Record<string, unknown> | undefined {
  try {
    const details: unknown = JSON.parse(text);
    return isRecord(details) ? details : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
