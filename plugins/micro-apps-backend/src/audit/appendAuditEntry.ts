import {
  canonicalJson,
  GENESIS_HASH,
  sealEntry,
  skipTarget,
} from '@micro-apps/governance-core';
import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { eventMessage } from '../kernel/auditEvents';
import { enqueue, type OutboxMessage } from '../kernel/outbox';
import type { Actor } from '../kernel/types';
import { personOf } from './DatabasePeople';
import { sha256 } from './sha256';

export { sha256 };

/**
 * Outbox topic, payload `{ seq, facts }`: an entry to be shown to the portal's
 * auditor. Its facts name nobody and are not there in messages from before.
 */
export const AUDIT_WRITTEN = 'audit.written';

const AUDIT = 'micro_apps_audit';

/** What happened; `summary` is one plain sentence for the history. */
export interface AuditEntry {
  readonly at: Date;
  readonly actor: Actor;
  /** Dotted, stable: `app.registered`, `request.voted`. */
  readonly action: string;
  readonly appId?: string;
  /** May name people; it can be erased (F9). */
  readonly summary: string;
  /** Ids and facts; never a secret, a person or free words. Stays for ever. */
  readonly details?: Record<string, unknown>;
  /** References to people and what they wrote; can be erased (F9). */
  readonly personal?: Record<string, unknown>;
}

/**
 * Adds one entry to the audit chain, in the caller's transaction: no state
 * change without its entry. The head row is locked, so that two writers queue
 * up; UNIQUE(prev_hash) refuses a fork even when they would not.
 *
 * The hash covers facts, a name for the actor that says nothing, and salted
 * commitments to who acted and what was said, which are kept beside it.
 *
 * @param also - what else is noted for after commit, in the same statement
 * @returns number of the entry
 */
export async function appendAuditEntry(
  tx: Knex.Transaction,
  entry: AuditEntry,
  ...also: readonly OutboxMessage[]
): Promise<number> {
  const { actor, action, appId } = entry;
  const person = await personOf(tx, actor);
  const head = await lockHead(tx);
  const seq = head.seq + 1;
  const details = entry.details ?? {};
  const links = await linksOf(tx, { seq, appId, head: head.hash });
  const row = sealEntry(
    {
      seq,
      at: entry.at.toISOString(),
      person,
      onBehalf: actor.direct ? undefined : 'template-or-tool',
      action,
      appId,
      details,
      prevHash: head.hash,
      ...links,
      who: { ref: actor.ref, subject: actor.subject },
      words: { ...entry.personal, summary: entry.summary },
    },
    { who: salt(), words: salt() },
    sha256,
  );
  await tx(AUDIT).insert({
    seq,
    at: row.at,
    actor: actor.ref,
    actor_subject: actor.subject ?? null,
    on_behalf: row.onBehalf ?? null,
    action,
    app_id: appId ?? null,
    details: canonicalJson(details),
    prev_hash: head.hash,
    hash: row.hash,
    format: 2,
    person,
    app_prev: row.appPrev ?? null,
    skip_hash: row.skipHash,
    who_commitment: row.who.commitment,
    who_salt: row.who.salt,
    words: canonicalJson(row.words.value),
    words_commitment: row.words.commitment,
    words_salt: row.words.salt,
  });
  await tx('micro_apps_audit_head')
    .where({ id: 1 })
    .update({ seq, hash: row.hash });
  const written: OutboxMessage = {
    topic: AUDIT_WRITTEN,
    key: `${AUDIT_WRITTEN}:${row.hash}`,
    payload: {
      seq,
      facts: {
        seq,
        at: row.at,
        hash: row.hash,
        action,
        details: canonicalJson(details),
        person,
        ...(row.onBehalf && { onBehalf: row.onBehalf }),
        ...(appId && { appId }),
      },
    },
    // Writers hold the head: in order, one after the other.
    group: 'audit',
    at: entry.at,
  };
  const event = eventMessage({ seq, action, appId, details, at: row.at });
  await enqueue(tx, ...also, written, ...(event ? [event] : []));
  return seq;
}

/** Reads the head and keeps others from writing until the transaction ends. */
export async function lockHead(
  tx: Knex.Transaction,
): Promise<{ seq: number; hash: string }> {
  const head = await tx('micro_apps_audit_head')
    .where({ id: 1 })
    .forUpdate()
    .first<{ seq: number | string; hash: string } | undefined>();
  if (!head) throw new Error('The audit chain has no head row');
  return { seq: Number(head.seq), hash: head.hash };
}

/** The earlier entries that this one names besides the last. */
async function linksOf(
  tx: Knex.Transaction,
  { seq, appId, head }: { seq: number; appId?: string; head: string },
): Promise<{ skipHash: string; appPrev?: string }> {
  const skipHash = await skipHashOf(tx, skipTarget(seq), { seq, head });
  if (appId === undefined) return { skipHash };
  const last = await tx(AUDIT)
    .where({ app_id: appId })
    .orderBy('seq', 'desc')
    .first<{ hash: string } | undefined>('hash');
  return { skipHash, appPrev: last?.hash };
}

async function skipHashOf(
  tx: Knex.Transaction,
  target: number,
  last: { seq: number; head: string },
): Promise<string> {
  if (target === last.seq - 1) return last.head;
  if (target === 0) return GENESIS_HASH;
  const row = await tx(AUDIT)
    .where({ seq: target })
    .first<{ hash: string } | undefined>('hash');
  if (!row) throw new Error(`The audit chain has no entry ${target}`);
  return row.hash;
}

function salt(): string {
  return randomBytes(16).toString('hex');
}
