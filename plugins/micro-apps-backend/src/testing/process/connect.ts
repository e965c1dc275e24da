import createKnex, { type Knex } from 'knex';

/**
 * Opens a database as Backstage does: a `postgresql:` address, or the path of a
 * SQLite file.
 *
 * @param pool - of PostgreSQL; SQLite has one connection
 */
export function connect(
  address: string,
  { pool = { min: 0, max: 10 } }: { pool?: Knex.PoolConfig } = {},
): Knex {
  if (address.startsWith('postgres')) {
    return createKnex({ client: 'pg', connection: address, pool });
  }
  return createKnex({
    client: 'better-sqlite3',
    connection: { filename: address },
    useNullAsDefault: true,
  });
}
