import type { DatabaseSync } from 'node:sqlite';
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

/** Seconds that a clock may be off; equals the provider's clock tolerance. */
const tolerance = 15;

function now(): number {
  return Math.floor(Date.now() / 1000);
}

function parsePayload(
  row: Record<string, unknown> | undefined,
): AdapterPayload | undefined {
  return typeof row?.payload === 'string'
    ? (JSON.parse(row.payload) as AdapterPayload)
    : undefined;
}

/** Keeps the provider's records in one SQLite table, one model per adapter. */
export function createAdapterFactory(database: DatabaseSync): AdapterFactory {
  const upsert = database.prepare(`
    INSERT INTO records
      (model, id, payload, client_id, grant_id, uid, expires_at)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (model, id) DO UPDATE SET
      payload = excluded.payload, client_id = excluded.client_id,
      grant_id = excluded.grant_id, uid = excluded.uid,
      expires_at = excluded.expires_at`);
  const alive = '(expires_at IS NULL OR expires_at > ?)';
  const find = database.prepare(
    `SELECT payload FROM records WHERE model = ? AND id = ? AND ${alive}`,
  );
  const findByUid = database.prepare(
    `SELECT payload FROM records WHERE model = ? AND uid = ? AND ${alive}`,
  );
  const consume = database.prepare(`
    UPDATE records SET payload = json_set(payload, '$.consumed', ?)
    WHERE model = ? AND id = ?`);
  const destroy = database.prepare(
    'DELETE FROM records WHERE model = ? AND id = ?',
  );
  const revoke = database.prepare(
    'DELETE FROM records WHERE model = ? AND grant_id = ?',
  );

  return (model: string): Adapter => ({
    async upsert(id, payload, expiresIn) {
      upsert.run(
        model,
        id,
        JSON.stringify(payload),
        (model === 'Client' ? payload.client_id : payload.clientId) ?? null,
        payload.grantId ?? null,
        payload.uid ?? null,
        expiresIn ? now() + expiresIn : null,
      );
    },
    async find(id) {
      return parsePayload(find.get(model, id, now() - tolerance));
    },
    async findByUid(uid) {
      return parsePayload(findByUid.get(model, uid, now() - tolerance));
    },
    async findByUserCode() {
      // Only the device flow has user codes, and it is off.
      return undefined;
    },
    async consume(id) {
      consume.run(now(), model, id);
    },
    async destroy(id) {
      destroy.run(model, id);
    },
    async revokeByGrantId(grantId) {
      revoke.run(model, grantId);
    },
  });
}
