import { readdirSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { tablesOf, useDatabases } from '../__testUtils__/databases';

jest.setTimeout(60_000);
const databases = useDatabases();
const directory = resolvePackagePath(
  '@micro-apps/plugin-micro-apps-backend',
  'migrations',
);
const files = readdirSync(directory).sort();

/**
 * Written before the first release: no older version ever ran on their tables
 * beside a newer one. Nothing may be added here.
 */
const BEFORE_RELEASE: Readonly<Record<string, readonly string[]>> = {
  '2026112508_registry_lists.js': ['micro_apps_apps.search_text is gone'],
};

type Columns = Readonly<Record<string, Knex.ColumnInfo>>;
type Tables = ReadonlyMap<string, Columns>;

async function read(knex: Knex): Promise<Tables> {
  const tables = new Map<string, Columns>();
  for (const name of await tablesOf(knex)) {
    // Of all its columns, as both databases tell it.
    const columns: unknown = await knex(name).columnInfo();
    tables.set(name, columns as Columns);
  }
  return tables;
}

/** What a version that knows only the tables of before could not live with. */
function hardships(before: Tables, after: Tables): readonly string[] {
  return [...before].flatMap(([table, columns]) => {
    const now = after.get(table);
    if (!now) return [`${table} is gone`];
    const gone = Object.keys(columns).filter(name => !(name in now));
    const asked = Object.entries(now).filter(
      ([name, { nullable, defaultValue }]) =>
        !(name in columns) && !nullable && (defaultValue ?? null) === null,
    );
    return [
      ...gone.map(name => `${table}.${name} is gone`),
      ...asked.map(([name]) => `${table}.${name} has to be given`),
    ];
  });
}

describe('the version before', () => {
  it('finds and may leave out what it did, after each migration', async () => {
    const knex = await databases.init();
    let before = await read(knex);
    for (const file of files) {
      await knex.migrate.up({ directory });
      const after = await read(knex);
      expect([file, hardships(before, after)]).toEqual([
        file,
        BEFORE_RELEASE[file] ?? [],
      ]);
      before = after;
    }
  });

  it('would be noticed to fail', async () => {
    const knex = await databases.init();
    await knex.migrate.latest({ directory });
    const before = await read(knex);
    await knex.schema.alterTable('micro_apps_apps', table => {
      table.text('may_be_empty');
      table.string('has_a_value', 20).notNullable().defaultTo('');
    });
    expect(hardships(before, await read(knex))).toEqual([]);
    await knex.schema.alterTable('micro_apps_decisions', table => {
      table.dropColumn('engine');
    });
    await knex.schema.renameTable('micro_apps_idempotency', 'micro_apps_keys');
    expect(hardships(before, await read(knex))).toEqual([
      'micro_apps_decisions.engine is gone',
      'micro_apps_idempotency is gone',
    ]);
  });
});
