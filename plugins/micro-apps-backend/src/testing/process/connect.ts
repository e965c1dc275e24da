import createKnex, { type Knex } from 'knex';

/**
 * Opens a database as Backstage does: a `postgresql:` address, or the path of a
 * SQLite file, which has one connection.
 */
export function connect(
  address: string,
  options: Pick<Knex.Config, 'acquireConnectionTimeout' | 'pool'> = {},
): Knex {
  const { pool = { min: 0, max: 10 }, ...rest } = options;
  if (address.startsWith('postgres')) {
    return createKnex({ client: 'pg', connection: address, pool, ...rest });
  }
  return createKnex({
    client: 'better-sqlite3',
    connection: { filename: address },
    useNullAsDefault: true,
  });
}
