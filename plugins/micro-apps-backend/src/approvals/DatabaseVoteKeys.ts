import type { Knex } from 'knex';
import type { Connection } from '../registry/AppStore';

const KEYS = 'micro_apps_idempotency';
const ROUTE = 'vote';

/** The request that this person voted on with this key. */
export async function requestOfKey(
  connection: Connection,
  { actor, key }: { actor: string; key: string },
): Promise<string | undefined> {
  const row = await connection(KEYS)
    .where({ actor, route: ROUTE, key })
    .first<{ record_id: string } | undefined>();
  return row?.record_id;
}

/** Notes the key; throws the UNIQUE error when it was used already. */
export async function keepVoteKey(
  tx: Knex.Transaction,
  { actor, key }: { actor: string; key: string },
  given: { requestId: string; at: Date },
): Promise<void> {
  await tx(KEYS).insert({
    actor,
    route: ROUTE,
    key,
    record_id: given.requestId,
    at: given.at.toISOString(),
  });
}
