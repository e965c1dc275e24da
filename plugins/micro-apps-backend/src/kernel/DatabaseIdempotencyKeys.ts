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
  readonly route:
    | 'register'
    | 'vote'
    | 'app.promote'
    | 'incident.report'
    | 'incident.step'
    | 'app.retire'
    | 'disposal.confirm'
    | 'legal-hold.set'
    | 'legal-hold.lift';
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

/**
 * Does something to an app once for a key, in the transaction that has locked
 * the app: a repetition waits for the lock, finds the key and does nothing.
 */
export async function onceForApp(
  tx: Knex.Transaction,
  asked: {
    readonly route: SentKey['route'];
    readonly actor: string;
    /** None: it is done each time. */
    readonly key: string | undefined;
    readonly appId: string;
    /** Everything else that was sent. */
    readonly content: object;
    readonly at: Date;
  },
  work: () => Promise<Result<true>>,
): Promise<Result<true>> {
  const { route, actor, key, appId, content, at } = asked;
  if (key === undefined) return await work();
  const sent = { route, actor, key, content: { appId, ...content } };
  const earlier = await recordOfKey(tx, sent);
  if (earlier) return earlier.ok ? { ok: true, value: true } : earlier;
  const done = await work();
  if (done.ok) await keepKey(tx, sent, { recordId: appId, at });
  return done;
}

/** Members that are left out and members that are undefined are the same. */
function digestOf({ content }: SentKey): string {
  return sha256(canonicalJson(JSON.parse(JSON.stringify(content))));
}
