import type { Connection } from '../registry/AppStore';

const TABLE = 'micro_apps_idempotency';
const ROUTE = 'app.promote';

interface KeyRecord {
  actor: string;
  route: string;
  key: string;
  record_id: string;
  at: string;
}

/** Whose promotion a key names. */
export interface PromotionKey {
  readonly actor: string;
  readonly key: string;
}

/** The deployment that this person's key was used for. */
export async function deploymentOfKey(
  connection: Connection,
  { actor, key }: PromotionKey,
): Promise<string | undefined> {
  const record = await connection<KeyRecord>(TABLE)
    .where({ actor, route: ROUTE, key })
    .first();
  return record?.record_id;
}

/** Keeps the key with its deployment. Throws the UNIQUE error for a used one. */
export async function keepKey(
  connection: Connection,
  { actor, key }: PromotionKey,
  kept: { deploymentId: string; at: Date },
): Promise<void> {
  await connection<KeyRecord>(TABLE).insert({
    actor,
    route: ROUTE,
    key,
    record_id: kept.deploymentId,
    at: kept.at.toISOString(),
  });
}
