import type { Knex } from 'knex';

/** What `pg` says when `query_timeout` is over and no answer came. */
const NO_ANSWER = /Query read timeout$/;

/** What knex keeps of a connection that is in use. */
interface Held {
  readonly resource: {
    readonly __knexUid: string;
    end(): Promise<unknown>;
  };
}

/** Clients that are listened to; a second listener would do the same again. */
const listened = new WeakSet<object>();

/**
 * Throws a connection out of the pool when a statement on it got no answer in
 * time (`query_timeout` of the connection): its other end may be gone without a
 * word, and whoever got it next would wait as long (reliability H3). It listens
 * once to each client, however often it is asked to.
 */
export function dropSilentConnections(knex: Knex): void {
  if (listened.has(knex.client)) return;
  listened.add(knex.client);
  const { pool } = knex.client;
  knex.on(
    'query-error',
    (error: Error, { __knexUid: uid }: { __knexUid: string }) => {
      if (!NO_ANSWER.test(error.message)) return;
      const used: readonly Held[] = pool?.used ?? [];
      const silent = used.find(({ resource }) => resource.__knexUid === uid);
      // With a statement under way it closes the socket and asks nobody.
      silent?.resource.end().catch(() => undefined);
    },
  );
}
