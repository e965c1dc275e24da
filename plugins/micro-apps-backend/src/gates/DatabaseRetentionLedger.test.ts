import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { aRegistration } from '@micro-apps/governance-core/testing';
import { useDatabases } from '../__testUtils__/databases';
import type { AppRow } from '../registry/AppStore';
import { assess } from '../registry/assess';
import { createAppStore, insertApp } from '../registry/DatabaseAppStore';
import { retentionCircumstances } from './DatabaseRetentionLedger';

const databases = useDatabases();
const now = new Date('2026-11-24T10:00:00.000Z');
const DAY = 86_400_000;

async function setUp(ids: readonly string[]) {
  const knex = await databases.init();
  await knex.migrate.latest({
    directory: resolvePackagePath(
      '@micro-apps/plugin-micro-apps-backend',
      'migrations',
    ),
  });
  const registration = aRegistration();
  const assessment = assess({ registration, integrations: [], now });
  const apps: AppRow[] = [];
  for (const id of ids) {
    await knex.transaction(tx =>
      insertApp(tx, {
        id,
        registration,
        lookAlikes: [],
        standing: 'active',
        assessment,
        createdBy: 'user:default/maya',
        at: now.toISOString(),
      }),
    );
    const app = await createAppStore().get(knex, id);
    if (app) apps.push(app);
  }
  return { knex, apps };
}

describe('what the records say of data and end', () => {
  it('of a page of apps is read at once, and each gets its own', async () => {
    const ids = Array.from({ length: 20 }, (_, place) => `app-${place}`);
    const { knex, apps } = await setUp(ids);
    await knex('micro_apps_kept_things').insert(
      ids.flatMap((id, place) =>
        [place, place + 1].map((days, file) => ({
          app_id: id,
          environment: 'sandbox',
          name: `file${file}`,
          kind: 'test-data',
          digest: 'x',
          received_at: new Date(now.getTime() - days * DAY).toISOString(),
        })),
      ),
    );
    await knex('micro_apps_kept_things').insert({
      app_id: 'app-0',
      environment: 'beta',
      name: 'old',
      kind: 'data',
      digest: 'x',
      received_at: '2020-01-01T00:00:00.000Z',
    });
    await knex('micro_apps_resources').insert(
      ['present', 'wanted', 'failed'].map((state, place) => ({
        app_id: 'app-1',
        environment: `place${place}`,
        kind: 'client',
        state,
        created_at: now.toISOString(),
        updated_at: now.toISOString(),
      })),
    );
    const sent: string[] = [];
    knex.on('query', ({ sql }: { sql: string }) => sent.push(sql));
    const found = await Promise.all(
      apps.map((app, place) =>
        retentionCircumstances(knex, {
          app: place > 9 ? app : { ...app, standing: 'retired' },
          now,
        }),
      ),
    );
    expect(sent).toHaveLength(2);
    expect(found.map(({ oldestTestDataDays }) => oldestTestDataDays)).toEqual(
      ids.map((_, place) => place + 1),
    );
    expect(found[1]).toMatchObject({
      retiring: true,
      dataLeft: true,
      liveCredentials: 2,
    });
    expect(found[2].liveCredentials).toBe(0);
    expect(found[10]).toEqual({ oldestTestDataDays: 11 });
  });

  it('is nothing of an app that keeps no test data and goes on', async () => {
    const { knex, apps } = await setUp(['app-0']);
    expect(await retentionCircumstances(knex, { app: apps[0], now })).toEqual(
      {},
    );
  });
});
