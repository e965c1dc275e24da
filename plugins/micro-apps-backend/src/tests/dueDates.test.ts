import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import {
  columnsOf,
  isPostgres,
  tablesOf,
  useDatabases,
} from '../__testUtils__/databases';

jest.setTimeout(60_000);
const databases = useDatabases();
const PAGE = resolve(
  resolvePackagePath('@micro-apps/plugin-micro-apps-backend'),
  '../../docs/how-to/operations.md',
);

/** What such a column is called. */
const DUE =
  /^(due|ends|wanted|next|dispose|digest)_at$|_(due|ends|expires)_at$|^expires_at$|_until$/;

/** What a task or the outbox looks for, and not by the id of its record. */
const SWEPT = [
  'outbox.due_at',
  'people.due_at',
  'retention_looks.due_at',
  'review_clocks.next_at',
  'pipeline_tokens.keep_until',
  'token_apps.keep_until',
  'deliveries.keep_until',
];

async function migrated(): Promise<Knex> {
  const knex = await databases.init();
  await knex.migrate.latest({
    directory: resolvePackagePath(
      '@micro-apps/plugin-micro-apps-backend',
      'migrations',
    ),
  });
  return knex;
}

/** Columns of each index of a table, in their order. */
async function indexesOf(
  knex: Knex,
  table: string,
): Promise<readonly (readonly string[])[]> {
  if (isPostgres(knex)) {
    const made: string[] = await knex('pg_indexes')
      .whereRaw('schemaname = current_schema()')
      .andWhere({ tablename: table })
      .pluck('indexdef');
    return made.map(text => text.match(/\w+(?=[,)])/g) ?? []);
  }
  const names: string[] = await knex('sqlite_master')
    .where({ type: 'index', tbl_name: table })
    .pluck('name');
  return await Promise.all(
    names.map(async name => {
      const columns: { name: string }[] = await knex.raw(
        `PRAGMA index_info('${name}')`,
      );
      return columns.map(column => column.name);
    }),
  );
}

describe('due dates', () => {
  it('are all on the page for operators, and nothing else is', async () => {
    const knex = await migrated();
    const found: string[] = [];
    for (const table of await tablesOf(knex)) {
      for (const column of await columnsOf(knex, table)) {
        // The history of a vendor says until when it was approved then.
        if (!DUE.test(column) || table === 'micro_apps_vendor_events') continue;
        found.push(`${table.replace('micro_apps_', '')}.${column}`);
      }
    }
    const page = readFileSync(PAGE, 'utf8');
    const [, section] = page.split('\n## Due dates\n');
    const told = section
      .split('\n## ')[0]
      .match(/`[a-z_]+\.[a-z_]+_(at|until)`/g);
    expect([...new Set(told)].sort()).toEqual(
      found.map(each => `\`${each}\``).sort(),
    );
  });

  it.each(SWEPT)('%s is found by an index', async place => {
    const knex = await migrated();
    const [table, column] = place.split('.');
    const indexes = await indexesOf(knex, `micro_apps_${table}`);
    // By itself, or behind the state of a message.
    expect(
      indexes.some(columns =>
        columns
          .filter(each => !['state', 'topic'].includes(each))
          .slice(0, 1)
          .includes(column),
      ),
    ).toBe(true);
  });
});
