import { readdirSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import createKnex, { type Knex } from 'knex';
import {
  shapeOf,
  tablesOf,
  testsOnPostgres,
  useDatabases,
} from '../__testUtils__/databases';
import { migrate } from './migrate';

jest.setTimeout(120_000);
const databases = useDatabases();
const testOnPostgres = testsOnPostgres();
const directory = resolvePackagePath(
  '@micro-apps/plugin-micro-apps-backend',
  'migrations',
);
const files = readdirSync(directory).sort();

function start(knex: Knex, patienceMs?: number) {
  const logger = mockServices.logger.mock();
  return migrate(knex, { directory, logger, patienceMs });
}

async function newest(): Promise<readonly unknown[]> {
  const knex = await databases.init();
  await start(knex);
  return await shapeOf(knex);
}

describe('bringing the tables up to date', () => {
  it.each(files)('goes on after %s died before its end', async file => {
    const knex = await databases.init();
    for (const _ of files.slice(0, files.indexOf(file))) {
      await knex.migrate.up({ directory });
    }
    const before = await shapeOf(knex);
    // The last statement of a migration is the note that it is done.
    const dying = ({ sql, bindings }: { sql: string; bindings: unknown[] }) => {
      if (/^insert into .knex_migrations.$/.test(sql.split(' (')[0])) {
        if (bindings.includes(file)) throw new Error('The process died');
      }
    };
    knex.on('query', dying);
    await expect(start(knex)).rejects.toThrow('The process died');
    knex.removeListener('query', dying);
    expect(await shapeOf(knex)).toEqual(before);
    await start(knex);
    expect(await tablesOf(knex)).toContain('micro_apps_apps');
    expect(await knex('knex_migrations').pluck('name')).toEqual(files);
  });

  it('goes on after a start that was killed in the middle', async () => {
    const knex = await databases.init();
    for (const _ of files.slice(0, 3)) await knex.migrate.up({ directory });
    // What a killed process leaves: the mark that it is at work.
    await knex('knex_migrations_lock').update({ is_locked: 1 });
    await start(knex);
    expect(await shapeOf(knex)).toEqual(await newest());
    await start(knex);
  });

  testOnPostgres('is done by one of several instances', async () => {
    const knex = await databases.init();
    const others = Array.from({ length: 3 }, () =>
      createKnex(knex.client.config),
    );
    try {
      await Promise.all([knex, ...others].map(each => start(each)));
      expect(await knex('knex_migrations').pluck('name')).toEqual(files);
      expect(await shapeOf(knex)).toEqual(await newest());
    } finally {
      await Promise.all(others.map(each => each.destroy()));
    }
  });

  testOnPostgres('says so when another instance never ends', async () => {
    const knex = await databases.init();
    const other = createKnex(knex.client.config);
    const holding = await other.client.acquireConnection();
    try {
      await other
        .raw('SELECT pg_advisory_lock(?)', [0x6d6963])
        .connection(holding);
      await expect(start(knex, 100)).rejects.toThrow(/another instance/i);
    } finally {
      await other.client.releaseConnection(holding);
      await other.destroy();
    }
    await start(knex);
  });
});
