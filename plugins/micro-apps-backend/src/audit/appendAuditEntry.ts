import { createHash } from 'node:crypto';
import {
  auditText,
  canonicalJson,
  chainHash,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { enqueueEvent } from '../kernel/auditEvents';
import type { Actor } from '../kernel/types';

/** What happened; `summary` is one plain sentence for the history. */
export interface AuditEntry {
  readonly at: Date;
  readonly actor: Actor;
  /** Dotted, stable: `app.registered`, `request.voted`. */
  readonly action: string;
  readonly appId?: string;
  readonly summary: string;
  /** Ids and facts; never a secret, a person or free words. */
  readonly details?: Record<string, unknown>;
  /** References to people and what they wrote; can be erased (F9). */
  readonly personal?: Record<string, unknown>;
}

/** The hash of the chain; the core gets it passed in. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/**
 * Adds one entry to the audit chain, in the caller's transaction: no state
 * change without its entry. The head row is locked, so that two writers queue
 * up; UNIQUE(prev_hash) refuses a fork even when they would not.
 */
export async function appendAuditEntry(
  tx: Knex.Transaction,
  entry: AuditEntry,
): Promise<void> {
  const head = await tx('micro_apps_audit_head')
    .where({ id: 1 })
    .forUpdate()
    .first<{ seq: number | string; hash: string } | undefined>();
  if (!head) throw new Error('The audit chain has no head row');
  const seq = Number(head.seq) + 1;
  const details = {
    ...entry.details,
    ...entry.personal,
    summary: entry.summary,
  };
  const body = {
    seq,
    at: entry.at.toISOString(),
    actor: entry.actor.ref,
    actorSubject: entry.actor.subject,
    onBehalf: entry.actor.direct ? undefined : 'template-or-tool',
    action: entry.action,
    appId: entry.appId,
    details,
  };
  const hash = chainHash(head.hash, auditText(body), sha256);
  await tx('micro_apps_audit').insert({
    seq,
    at: body.at,
    actor: body.actor,
    actor_subject: body.actorSubject ?? null,
    on_behalf: body.onBehalf ?? null,
    action: body.action,
    app_id: body.appId ?? null,
    details: canonicalJson(details),
    prev_hash: head.hash,
    hash,
  });
  await tx('micro_apps_audit_head').where({ id: 1 }).update({ seq, hash });
  await enqueueEvent(tx, { seq, ...entry, at: body.at });
}
