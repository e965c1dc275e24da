import { TestDatabases } from '@backstage/backend-test-utils';
import createKnex, { type Knex } from 'knex';

/** Names the server; `npm run test:postgres` sets it. */
const POSTGRES = 'BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING';

/** Which database the suites of this run are for. */
export const DATABASE = process.env[POSTGRES] ? 'POSTGRES_15' : 'SQLITE_3';

/**
 * Empty databases for the tests of a file: SQLite in memory, or schemas of one
 * PostgreSQL database where the run names a server. Call it once, at the top of
 * the file.
 */
export function useDatabases(): { init(): Promise<Knex> } {
  // Bringing the tables up to date takes a while on a busy machine.
  jest.setTimeout(60_000);
  const databases = TestDatabases.create({ ids: [DATABASE] });
  if (DATABASE === 'SQLITE_3') return { init: () => databases.init(DATABASE) };
  let shared: Promise<Knex> | undefined;
  let count = 0;
  const opened: Knex[] = [];
  // Before the database itself goes; the newest hook runs first.
  afterAll(async () => {
    await Promise.all(opened.map(knex => knex.destroy()));
  });
  return {
    async init() {
      shared ??= databases.init(DATABASE);
      const owner = await shared;
      count += 1;
      const schema = `test_${count}`;
      await owner.schema.createSchema(schema);
      const knex = createKnex({
        client: 'pg',
        connection: owner.client.config.connection,
        searchPath: [schema],
        // Many of them are open in one file.
        pool: { min: 0, max: 10, idleTimeoutMillis: 500 },
      });
      opened.push(knex);
      return knex;
    },
  };
}

/**
 * Tests of what only a database server can do. Where the run has none, that is
 * said, and they count as skipped.
 */
export function testsOnPostgres(): jest.It {
  if (DATABASE === 'POSTGRES_15') return test;
  process.stderr.write(
    '\n*** No PostgreSQL here, so its own tests are SKIPPED. Run `npm run test:postgres`. ***\n',
  );
  const { skip } = test;
  return skip;
}

/** Which of the two a connection leads to. */
export function isPostgres(knex: Knex): boolean {
  return knex.client.config.client === 'pg';
}

/** Names of the tables that exist, but for what migrations keep for themselves. */
export async function tablesOf(knex: Knex): Promise<readonly string[]> {
  const names: string[] = isPostgres(knex)
    ? await knex('pg_tables')
        .whereRaw('schemaname = current_schema()')
        .pluck('tablename')
    : await knex('sqlite_master').where({ type: 'table' }).pluck('name');
  return names.filter(name => name.startsWith('micro_apps_')).sort();
}

/**
 * Tables, columns with type and whether they may be empty, and indexes: all
 * that migrations make, in words of the database.
 */
export async function shapeOf(knex: Knex): Promise<readonly unknown[]> {
  if (!isPostgres(knex)) {
    return await knex('sqlite_master')
      .whereLike('tbl_name', 'micro_apps_%')
      .orderBy(['type', 'name'])
      .select('type', 'name', 'tbl_name', 'sql');
  }
  const columns = await knex('information_schema.columns')
    .whereRaw('table_schema = current_schema()')
    .whereLike('table_name', 'micro_apps_%')
    .orderBy(['table_name', 'ordinal_position'])
    .select(
      'table_name',
      'column_name',
      'data_type',
      'character_maximum_length',
      'is_nullable',
      knex.raw(
        "replace(column_default, current_schema() || '.', '') AS initial",
      ),
    );
  const indexes = await knex('pg_indexes')
    .whereRaw('schemaname = current_schema()')
    .whereLike('tablename', 'micro_apps_%')
    .orderBy('indexname')
    // Which schema it is in is no part of the shape.
    .select(
      'indexname',
      knex.raw("replace(indexdef, current_schema() || '.', '') AS definition"),
    );
  return [...columns, ...indexes];
}

/** From now on no audit entry can be written; gives back what ends that. */
export async function refuseAuditEntries(
  knex: Knex,
): Promise<() => Promise<void>> {
  if (!isPostgres(knex)) {
    await knex.raw(
      `CREATE TRIGGER no_audit BEFORE INSERT ON micro_apps_audit
       BEGIN SELECT RAISE(ABORT, 'the audit log is full'); END`,
    );
    return async () => {
      await knex.raw('DROP TRIGGER no_audit');
    };
  }
  await knex.raw(
    `CREATE FUNCTION no_audit() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN RAISE EXCEPTION 'the audit log is full'; END $$`,
  );
  await knex.raw(
    `CREATE TRIGGER no_audit BEFORE INSERT ON micro_apps_audit
     FOR EACH ROW EXECUTE FUNCTION no_audit()`,
  );
  return async () => {
    await knex.raw('DROP FUNCTION no_audit CASCADE');
  };
}

/** From now on nothing can be written; gives back what ends that. */
export async function makeReadOnly(knex: Knex): Promise<() => Promise<void>> {
  if (!isPostgres(knex)) {
    await knex.raw('PRAGMA query_only = ON');
    return async () => {
      await knex.raw('PRAGMA query_only = OFF');
    };
  }
  const set = async (to: 'on' | 'off') => {
    // Only a new connection begins with it, so the others end.
    await knex.raw(
      `DO $$ BEGIN
         EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = ${to}', current_database());
       END $$`,
    );
    await knex.raw(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    await knex.raw(`SET default_transaction_read_only = ${to}`);
  };
  await set('on');
  return async () => {
    // This connection may have been read-only since.
    await knex.raw('SET default_transaction_read_only = off');
    await set('off');
  };
}

/** Names of the columns of a table. */
export async function columnsOf(
  knex: Knex,
  table: string,
): Promise<readonly string[]> {
  return isPostgres(knex)
    ? await knex('information_schema.columns')
        .whereRaw('table_schema = current_schema()')
        .andWhere({ table_name: table })
        .pluck('column_name')
    : Object.keys(await knex(table).columnInfo());
}

/** How the database would answer a query, in its own words. */
export async function planOf(
  { knex }: { readonly knex: Knex },
  query: string,
): Promise<string> {
  return await knex.transaction(async tx => {
    if (!isPostgres(knex)) {
      const plan: { detail: string }[] = await tx.raw(
        `explain query plan ${query}`,
      );
      return plan.map(({ detail }) => detail).join('; ');
    }
    // A handful of rows is read faster without any index.
    for (const way of ['seqscan', 'bitmapscan', 'sort', 'incremental_sort']) {
      await tx.raw(`set local enable_${way} = off`);
    }
    const { rows }: { rows: Record<string, string>[] } = await tx.raw(
      `explain ${query}`,
    );
    return rows.flatMap(row => Object.values(row)).join('; ');
  });
}
