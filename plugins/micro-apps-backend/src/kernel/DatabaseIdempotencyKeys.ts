import {
  canonicalJson,
  refuse,
  type Result,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { sha256 } from '../audit/sha256';

const TABLE = 'micro_apps_idempotency';

interface KeyRecord {
  actor: string;
  route: string;
  key: string;
  record_id: string;
  /** SHA-256 of what was sent; null for keys of before it was kept. */
  content_digest: string | null;
  at: string;
}

/** One person's key on one route, with what was sent under it. */
export interface SentKey {
  readonly route: 'register' | 'vote' | 'app.promote' | 'incident.report';
  readonly actor: string;
  readonly key: string;
  /** Everything of the request but the key. */
  readonly content: object;
}

/**
 * The record that this key made: asked again, the same request gives the same
 * record (reliability A1, C5).
 * @returns `undefined` for a new key; a refusal when the key came with
 *   something else before, because then one of the two would be lost in silence
 */
export async function recordOfKey(
  connection: Knex,
  sent: SentKey,
): Promise<Result<string> | undefined> {
  const { actor, route, key } = sent;
  const kept = await connection<KeyRecord>(TABLE)
    .where({ actor, route, key })
    .first();
  if (!kept) return undefined;
  if (kept.content_digest !== null && kept.content_digest !== digestOf(sent)) {
    return refuse(
      'invalid-input',
      'This key was used for another request. Send a new one',
      [{ path: 'idempotencyKey', message: 'Send a new key' }],
    );
  }
  return { ok: true, value: kept.record_id };
}

/** Keeps the key of a record. @throws the UNIQUE error for a used one */
export async function keepKey(
  tx: Knex.Transaction,
  sent: SentKey,
  made: { readonly recordId: string; readonly at: Date },
): Promise<void> {
  const { actor, route, key } = sent;
  await tx<KeyRecord>(TABLE).insert({
    actor,
    route,
    key,
    record_id: made.recordId,
    content_digest: digestOf(sent),
    at: made.at.toISOString(),
  });
}

/** Members that are left out and members that are undefined are the same. */
function digestOf({ content }: SentKey): string {
  return sha256(canonicalJson(JSON.parse(JSON.stringify(content))));
}
