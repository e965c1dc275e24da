import {
  normaliseRef,
  pseudonymOf,
  type ChainHead,
} from '@micro-apps/governance-core';
import type {
  AuditEntryView,
  AuditHeadView,
} from '@micro-apps/plugin-micro-apps-common';
import type { JsonObject } from '@backstage/types';
import { encodeCursor } from '../kernel/cursor';
import type { Connection } from '../registry/AppStore';
import { AUDIT, readAuditEnd, type AuditRecord } from './DatabaseAudit';
import { findPerson } from './DatabasePeople';
import { wordsOf } from './wordsOf';

/** What an auditor looks for. */
export interface EntryFilter {
  readonly appId?: string;
  readonly action?: string;
  /** Reference, or `person:` and the name of the log. */
  readonly actor?: string;
  readonly from?: string;
  readonly to?: string;
}

/** One page of entries, newest first; each filter has its index. */
export async function listEntries(
  connection: Connection,
  options: {
    filter: EntryFilter;
    shown: boolean;
    limit: number;
    after?: readonly [at: string, seq: string];
  },
): Promise<{ items: readonly AuditEntryView[]; nextCursor?: string }> {
  const { filter, shown, limit, after } = options;
  const { appId, action, actor, from, to } = filter;
  const query = connection<AuditRecord>(AUDIT)
    .orderBy([
      { column: 'at', order: 'desc' },
      { column: 'seq', order: 'desc' },
    ])
    .limit(limit + 1);
  if (appId !== undefined) query.andWhere({ app_id: appId });
  if (action !== undefined) query.andWhere({ action });
  if (from !== undefined) query.andWhere('at', '>=', from);
  if (to !== undefined) query.andWhere('at', '<', to);
  if (actor?.startsWith(pseudonymOf(''))) {
    query.andWhere({ person: actor.slice(pseudonymOf('').length) });
  } else if (actor !== undefined) {
    const person = await findPerson(connection, actor);
    query.andWhere(hers => {
      hers.where({ actor: normaliseRef(actor) });
      if (person !== undefined) hers.orWhere({ person });
    });
  }
  if (after) {
    const [at, seq] = after;
    query.andWhere(older =>
      older
        .where('at', '<', at)
        .orWhere(same => same.where({ at }).where('seq', '<', Number(seq))),
    );
  }
  const records = await query;
  const page = records.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(record => viewOf(record, shown)),
    nextCursor:
      records.length > limit && last
        ? encodeCursor([last.at, String(last.seq)])
        : undefined,
  };
}

function viewOf(record: AuditRecord, shown: boolean): AuditEntryView {
  const { summary, personal, details, erased } = wordsOf(record);
  return {
    seq: Number(record.seq),
    at: record.at,
    person: record.person ?? undefined,
    onBehalf: record.on_behalf ?? undefined,
    action: record.action,
    appId: record.app_id ?? undefined,
    details,
    erased,
    hash: record.hash,
    ...(shown && { actor: record.actor, summary, personal }),
  };
}

/** The head now, or as it was when entry `seq` was the last. */
export async function readHead(
  connection: Connection,
  seq?: number,
): Promise<AuditHeadView | undefined> {
  const end = await readAuditEnd(connection);
  if (!end) return undefined;
  const at = seq ?? end.seq;
  if (at === 0) return { seq: 0, hash: end.hash };
  const rows = await connection<AuditRecord>(AUDIT)
    .whereIn('seq', [1, at])
    .select('seq', 'hash', 'at');
  const find = (place: number) => rows.find(row => Number(row.seq) === place);
  const [first, last] = [find(1), find(at)];
  return (
    first &&
    last && { chain: first.hash, seq: at, hash: last.hash, at: last.at }
  );
}

/** Where the chain ends for whoever holds its head lock. */
export async function chainHeadOf(connection: Connection): Promise<ChainHead> {
  const head = await readHead(connection);
  if (!head) throw new Error('The audit chain has no head row');
  const { chain, seq, hash } = head;
  return { chain, seq, hash };
}

/** What the portal's auditor is shown of an entry. */
export type AuditEvent = JsonObject & {
  readonly action: string;
  /** Absent where nobody is to be named. */
  readonly actor?: string;
  /** JSON. */
  readonly details: string;
};

/** What the portal's auditor is told of one entry; `details` is JSON. */
export async function readAuditEvent(
  connection: Connection,
  seq: number,
): Promise<AuditEvent | undefined> {
  const record = await connection<AuditRecord>(AUDIT).where({ seq }).first();
  if (!record) return undefined;
  const { details } = wordsOf(record);
  return {
    seq,
    at: record.at,
    hash: record.hash,
    action: record.action,
    actor: record.actor,
    details: JSON.stringify(details),
    ...(record.person && { person: record.person }),
    ...(record.on_behalf && { onBehalf: record.on_behalf }),
    ...(record.app_id && { appId: record.app_id }),
  };
}
