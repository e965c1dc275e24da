import { readdirSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  approved,
  detail,
  IVAN,
  MEDIUM,
  registered,
  settled,
  shapeOf,
  state,
  useIssuer,
  usePortals,
} from '../__testUtils__';
import { useDatabases } from '../__testUtils__/databases';
import { fill } from './__testUtils__/fill';

const databases = useDatabases();
const start = usePortals();
const issuer = useIssuer();

const directory = resolvePackagePath(
  '@micro-apps/plugin-micro-apps-backend',
  'migrations',
);
const files = readdirSync(directory).sort();

describe('the migrations', () => {
  it('do nothing the second time, with or without data', async () => {
    const portal = await start({ microApps: issuer().config });
    await fill(portal, issuer());
    await settled(portal);
    const [rows, tables] = [await state(portal), await shapeOf(portal.knex)];
    for (const [name, held] of Object.entries(rows)) {
      expect([name, Array.isArray(held) && held.length > 0]).toEqual([
        name,
        true,
      ]);
    }
    const [, ran] = await portal.knex.migrate.latest({ directory });
    expect(ran).toEqual([]);
    expect(await state(portal)).toEqual(rows);
    expect(await shapeOf(portal.knex)).toEqual(tables);
    // Another instance of the portal starts on the same database.
    const { knex, company } = portal;
    const second = await start({ knex, company });
    expect((await detail(second)).version).toBe(3);
  });

  it('go down with data to nothing, and up again to the same', async () => {
    const portal = await start({ microApps: issuer().config });
    await fill(portal, issuer());
    await settled(portal);
    const { knex } = portal;
    const tables = await shapeOf(knex);
    for (const _ of files) await knex.migrate.down({ directory });
    expect(await shapeOf(knex)).toEqual([]);
    expect(await knex('knex_migrations')).toEqual([]);
    await knex.migrate.latest({ directory });
    expect(await shapeOf(knex)).toEqual(tables);
    const { body } = await portal
      .as(IVAN)
      .get('/audit/verification')
      .expect(200);
    expect(body).toMatchObject({ sound: true, count: 0 });
    await registered(portal, MEDIUM);
    expect((await approved(portal)).state).toBe('approved');
  });

  it('go up one by one to what they make at once', async () => {
    const [one, all] = [await databases.init(), await databases.init()];
    for (const _ of files) await one.migrate.up({ directory });
    await all.migrate.latest({ directory });
    expect(await shapeOf(one)).toEqual(await shapeOf(all));
  });
});
