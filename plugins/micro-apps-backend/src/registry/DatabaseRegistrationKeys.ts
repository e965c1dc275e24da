import type { Knex } from 'knex';
import type { Connection } from './AppStore';

const KEYS = 'micro_apps_idempotency';
const ROUTE = 'register';

/** The app that this person registered with this key. */
export async function appOfKey(
  connection: Connection,
  { actor, key }: { actor: string; key: string },
): Promise<string | undefined> {
  const row = await connection(KEYS)
    .where({ actor, route: ROUTE, key })
    .first<{ record_id: string } | undefined>();
  return row?.record_id;
}

/** Notes the key; throws the UNIQUE error when it was used already. */
export async function keepKey(
  tx: Knex.Transaction,
  { actor, key }: { actor: string; key: string },
  made: { appId: string; at: Date },
): Promise<void> {
  await tx(KEYS).insert({
    actor,
    route: ROUTE,
    key,
    record_id: made.appId,
    at: made.at.toISOString(),
  });
}
