import {
  canonicalJson,
  pseudonymOf,
  type AuditRow,
  type AuditWords,
  type UnreadableRow,
} from '@micro-apps/governance-core';
import type { Connection } from '../registry/AppStore';

export const AUDIT = 'micro_apps_audit';

/** A row of the audit table as both databases return it. */
export interface AuditRecord {
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
  format: number | string;
  person: string | null;
  app_prev: string | null;
  skip_hash: string | null;
  who_commitment: string | null;
  who_salt: string | null;
  who_erased: number | string | null;
  words: string | null;
  words_commitment: string | null;
  words_salt: string | null;
  words_erased: number | string | null;
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
): AsyncGenerator<AuditRow | UnreadableRow> {
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
    for (const record of page) yield toAuditRow(record);
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    after = Number(last.seq);
  }
}

/**
 * The entry that a record holds; unreadable where the record is not as this
 * plugin writes it, down to the text of its JSON.
 */
export function toAuditRow(record: AuditRecord): AuditRow | UnreadableRow {
  const seq = Number(record.seq);
  const details = canonicalFields(record.details);
  if (!details) return { seq, unreadable: true };
  const facts = {
    seq,
    at: record.at,
    onBehalf: record.on_behalf ?? undefined,
    action: record.action,
    appId: record.app_id ?? undefined,
    details,
    prevHash: record.prev_hash,
    hash: record.hash,
  };
  const row =
    Number(record.format) === 1
      ? plainRow(record, facts)
      : sealedRow(record, facts);
  return row ?? { seq, unreadable: true };
}

type Facts = Pick<
  AuditRow,
  | 'seq'
  | 'at'
  | 'onBehalf'
  | 'action'
  | 'appId'
  | 'details'
  | 'prevHash'
  | 'hash'
>;

function plainRow(record: AuditRecord, facts: Facts): AuditRow {
  return {
    ...facts,
    format: 1,
    actor: record.actor,
    actorSubject: record.actor_subject ?? undefined,
    erased: numberOf(record.who_erased),
  };
}

function sealedRow(record: AuditRecord, facts: Facts): AuditRow | undefined {
  const { person, skip_hash: skipHash } = record;
  const { who_commitment: who, words_commitment: words } = record;
  if (!person || !skipHash || !who || !words) return undefined;
  const whoErased = numberOf(record.who_erased);
  const value =
    record.words === null ? undefined : canonicalFields(record.words);
  if (record.words !== null && !isWords(value)) return undefined;
  // An erased name is replaced by the one that says nothing, and by no other.
  if (
    whoErased !== undefined &&
    (record.actor !== pseudonymOf(person) || record.actor_subject !== null)
  ) {
    return undefined;
  }
  return {
    ...facts,
    format: 2,
    person,
    appPrev: record.app_prev ?? undefined,
    skipHash,
    who: {
      commitment: who,
      salt: record.who_salt ?? undefined,
      value:
        whoErased === undefined
          ? { ref: record.actor, subject: record.actor_subject ?? undefined }
          : undefined,
      erased: whoErased,
    },
    words: {
      commitment: words,
      salt: record.words_salt ?? undefined,
      value: isWords(value) ? value : undefined,
      erased: numberOf(record.words_erased),
    },
  };
}

function numberOf(value: number | string | null): number | undefined {
  return value === null ? undefined : Number(value);
}

function isWords(
  value: Record<string, unknown> | undefined,
): value is AuditWords & Record<string, unknown> {
  return typeof value?.summary === 'string';
}

/** An object whose text is the canonical one. */
function canonicalFields(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) && canonicalJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
