import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  APP,
  change,
  MAYA,
  NOAH,
  registered,
  usePortals,
  type Portal,
} from '../__testUtils__';
import { approvedVendor } from './__testUtils__/vendorSteps';

const start = usePortals();

const directory = resolvePackagePath(
  '@micro-apps/plugin-micro-apps-backend',
  'migrations',
);

async function affected(portal: Portal, query: string) {
  const { body } = await portal
    .as(NOAH)
    .get(`/affected-apps?${query}`)
    .expect(200);
  return body;
}

async function ids(portal: Portal, query: string): Promise<string[]> {
  const { items } = await affected(portal, query);
  return items.map(({ id }: { id: string }) => id);
}

describe('the apps that something touches', () => {
  it('are those that name a vendor, call its hosts or use its packages', async () => {
    const portal = await start();
    await approvedVendor(portal);
    await registered(portal, { name: 'By name', vendors: ['lunch-board'] });
    await registered(portal, {
      name: 'By address',
      endpoints: ['https://API.lunchboard.example/v1'],
    });
    await registered(portal, {
      name: 'By package',
      libraries: ['lunchboard-sdk'],
    });
    await registered(portal, { name: 'Not at all' });
    const { items, total } = await affected(portal, 'vendor=lunch-board');
    expect(total).toBe(3);
    expect(items).toMatchObject([
      {
        id: 'by-address',
        uses: [{ through: 'address', name: 'api.lunchboard.example' }],
      },
      { id: 'by-name', uses: [{ through: 'named', name: 'lunch-board' }] },
      {
        id: 'by-package',
        uses: [{ through: 'component', name: 'lunchboard-sdk', found: false }],
      },
    ]);
  });

  it('follow every change of a registration', async () => {
    const portal = await start();
    await registered(portal, { vendors: ['mapland'] });
    expect(await ids(portal, 'vendor=mapland')).toEqual([APP]);
    await change(portal, { vendors: [], libraries: ['left-pad'] });
    expect(await ids(portal, 'vendor=mapland')).toEqual([]);
    expect(await ids(portal, 'component=left-pad')).toEqual([APP]);
  });

  it('are found by scope, and by the API that the scope belongs to', async () => {
    const portal = await start();
    await registered(portal);
    expect(await ids(portal, 'scope=people:read')).toEqual([APP]);
    expect(await ids(portal, 'api=people-api')).toEqual([APP]);
    expect(await ids(portal, 'api=crm')).toEqual([]);
  });

  it('are found by package name and package URL, whichever version', async () => {
    const portal = await start();
    await registered(portal, { libraries: ['@Acme/Client'] });
    for (const component of [
      '@acme/client',
      'pkg:npm/%40acme/client@1.2.3',
      'pkg:npm/@acme/client',
    ]) {
      const query = `component=${encodeURIComponent(component)}`;
      expect([component, await ids(portal, query)]).toEqual([component, [APP]]);
    }
    expect(await ids(portal, 'component=pkg:pypi/acme')).toEqual([]);
  });

  it('are found by what a bill of materials lists, too, and that is said', async () => {
    const portal = await start();
    await registered(portal);
    await portal.knex('micro_apps_components').insert(
      [
        { purl: 'pkg:npm/left-pad@1.3.0', name: 'left-pad' },
        { purl: 'pkg:pypi/left-pad@2.0.0', name: 'left-pad' },
        { purl: 'pkg:pypi/Requests@2.0.0', name: 'Requests' },
      ].map(component => ({
        ...component,
        version: '1',
        app_id: APP,
        evidence_id: 'evidence-1',
        commit_id: 'c'.repeat(40),
      })),
    );
    const { items } = await affected(portal, 'component=left-pad');
    expect(items[0].uses).toEqual([
      { through: 'component', name: 'left-pad', found: true },
    ]);
    expect(await ids(portal, 'component=pkg:pypi/Requests')).toEqual([APP]);
    expect(await ids(portal, 'component=requests')).toEqual([]);
    // A change of the registration says nothing about what is listed.
    await change(portal, { audience: 'company' });
    expect(await ids(portal, 'component=left-pad')).toEqual([APP]);
  });

  it('come page by page, without those that are retired', async () => {
    const portal = await start();
    for (const name of ['One', 'Two', 'Three', 'Four']) {
      await registered(portal, { name, vendors: ['mapland'] });
    }
    await portal
      .knex('micro_apps_apps')
      .where({ id: 'four' })
      .update({ standing: 'retired' });
    const first = await affected(portal, 'vendor=mapland&limit=2');
    const second = await affected(
      portal,
      `vendor=mapland&limit=2&cursor=${first.nextCursor}`,
    );
    const found = [...first.items, ...second.items];
    expect(found.map(({ id }) => id)).toEqual(['one', 'three', 'two']);
    expect([first.total, second.nextCursor]).toEqual([3, undefined]);
  });

  it.each([
    '',
    'vendor=a&api=b',
    'vendor=',
    'vendor=a&limit=0',
    'component=%00',
  ])('are asked for by exactly one thing: not ?%s', async query => {
    const portal = await start();
    const { status } = await portal.as(MAYA).get(`/affected-apps?${query}`);
    expect(status).toBe(400);
  });

  it('are none for what nobody knows', async () => {
    const portal = await start();
    await registered(portal);
    expect(await ids(portal, 'vendor=nobody')).toEqual([]);
  });

  it('of before the table are written into it when it is made', async () => {
    const portal = await start();
    await registered(portal, {
      vendors: ['mapland'],
      libraries: ['@Acme/Client', '@acme/client'],
      endpoints: ['https://api.mapland.example:443/x', 'HTTPS://Other.example'],
    });
    const uses = () =>
      portal.knex('micro_apps_app_uses').orderBy(['kind', 'name', 'app_id']);
    const before = await uses();
    expect(before).toHaveLength(5);
    const { knex } = portal;
    const name = '2026112504_vendors.js';
    await knex.migrate.down({ directory, name });
    await knex.migrate.up({ directory, name });
    expect(await uses()).toEqual(before);
  });
});
