import type { Registration } from '@micro-apps/governance-core';
import { aRegistration } from '@micro-apps/governance-core/testing';
import type { AppSummary } from '@micro-apps/plugin-micro-apps-common';
import {
  APP,
  HIGH,
  IVAN,
  MAYA,
  MEDIUM,
  NOAH,
  planOf,
  registered,
  RITA,
  SAM,
  usePortals,
  type Portal,
} from '../__testUtils__';

const start = usePortals();

async function list(portal: Portal, query = '', ref = NOAH) {
  const { body } = await portal.as(ref).get(`/apps?${query}`).expect(200);
  return body;
}

async function ids(portal: Portal, query = '', ref = NOAH): Promise<string[]> {
  const { items } = await list(portal, query, ref);
  return items.map(({ id }: AppSummary) => id);
}

/** Walks all pages of one row each. */
async function walk(portal: Portal, query: string): Promise<string[]> {
  const seen: string[] = [];
  let cursor = '';
  do {
    const page = await list(portal, `${query}&limit=1${cursor}`);
    seen.push(...page.items.map(({ id }: AppSummary) => id));
    cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : '';
  } while (cursor && seen.length < 20);
  return seen;
}

/** Four apps that differ in everything that lists are sorted by. */
async function fourApps(portal: Portal) {
  const apps: readonly Partial<Registration>[] = [
    { name: 'Zebra' },
    { name: 'Äpfel', ...HIGH },
    { name: 'banana', ...MEDIUM },
    { name: 'Another Banana', ...MEDIUM },
  ];
  for (const app of apps) await registered(portal, app);
}

describe('the order of the list', () => {
  it.each([
    ['sort=name', ['another-banana', 'apfel', 'banana', 'zebra']],
    ['sort=name&order=desc', ['zebra', 'banana', 'apfel', 'another-banana']],
    ['sort=score', ['apfel', 'banana', 'another-banana', 'zebra']],
    ['sort=score&order=asc', ['zebra', 'another-banana', 'banana', 'apfel']],
    ['sort=created&order=asc', ['zebra', 'apfel', 'banana', 'another-banana']],
    ['sort=updated', ['another-banana', 'banana', 'apfel', 'zebra']],
    ['sort=name&band=medium', ['another-banana', 'banana']],
    ['sort=score&class=regulated', ['apfel']],
    [
      'sort=name&standing=active&unit=group:default/product&band=low',
      ['zebra'],
    ],
  ])('is the same in one page and in many: %s', async (query, expected) => {
    const portal = await start();
    await fourApps(portal);
    expect(await ids(portal, query)).toEqual(expected);
    expect(await walk(portal, query)).toEqual(expected);
  });

  it('begins anew when the place belongs to another order', async () => {
    const portal = await start();
    await fourApps(portal);
    const { nextCursor } = await list(portal, 'sort=name&limit=2');
    expect(await ids(portal, `sort=score&cursor=${nextCursor}`)).toHaveLength(
      4,
    );
    expect(
      await ids(portal, `sort=name&order=desc&cursor=${nextCursor}`),
    ).toHaveLength(4);
  });

  it('has an index for every order, alone and below every filter', async () => {
    const portal = await start();
    await fourApps(portal);
    const orders = ['updated_at', 'sort_name', 'score', 'created_at'];
    const filters = [
      '',
      'band',
      'effective_class',
      'standing',
      'business_unit',
    ];
    for (const order of orders) {
      for (const filter of filters) {
        const where = filter ? `where ${filter} = 'x'` : '';
        const plan = await planOf(
          portal,
          `select * from micro_apps_apps ${where} order by ${order} desc, id desc limit 26`,
        );
        expect([filter, order, plan]).toEqual([
          filter,
          order,
          expect.stringMatching(/using (index )?micro_apps_/i),
        ]);
        expect(plan).not.toMatch(/TEMP B-TREE|Sort/);
      }
    }
  });

  it.each([
    ['pending_policy is not null', 'pending'],
    ['reapproval_due_at is not null', 'reapproval'],
    ['missing is not null', 'missing'],
    [`look_alikes <> '[]'`, 'look_alikes'],
  ])('has an index for the few where %s', async (where, name) => {
    const portal = await start();
    await fourApps(portal);
    const plan = await planOf(
      portal,
      `select * from micro_apps_apps where ${where} order by updated_at desc, id desc limit 26`,
    );
    expect(plan).toMatch(new RegExp(`micro_apps_flag_${name}`));
    expect(plan).not.toMatch(/TEMP B-TREE|Sort/);
  });
});

describe('filters', () => {
  it('narrow by class, unit and mark', async () => {
    const portal = await start();
    await fourApps(portal);
    await registered(portal, {
      name: 'Sales app',
      businessUnit: 'group:default/sales',
    });
    await registered(portal, { name: 'Z\u0435bra' });
    expect(await ids(portal, 'class=confidential&sort=name')).toEqual([
      'another-banana',
      'banana',
    ]);
    expect(await ids(portal, 'unit=Group:Default/Sales')).toEqual([
      'sales-app',
    ]);
    expect(await ids(portal, 'unit=mine')).toEqual(['sales-app']);
    expect(await ids(portal, 'unit=mine', MAYA)).toHaveLength(5);
    expect(await ids(portal, 'flag=looks-alike')).toEqual(['z-bra']);
    for (const flag of ['pending-policy', 'reapproval-due', 'incomplete']) {
      expect(await ids(portal, `flag=${flag}`)).toEqual([]);
    }
    await registered(portal, { name: 'With maps', vendors: ['mapland'] });
    expect(await ids(portal, 'vendor=mapland')).toEqual(['with-maps']);
    expect(await ids(portal, 'vendor=nobody')).toEqual([]);
    const [found] = (await list(portal, 'flag=looks-alike')).items;
    expect(found.lookAlikes).toEqual(['zebra']);
  });

  it.each([
    'sort=odd',
    'order=odd',
    'class=secret',
    'flag=odd',
    'sort=name&sort=score',
    `unit=${'x'.repeat(141)}`,
  ])('that are none are refused: %s', async query => {
    const portal = await start();
    await portal.as(NOAH).get(`/apps?${query}`).expect(400);
    await portal.as(NOAH).get(`/exports/apps?limit=1&${query}`).expect(400);
  });

  it('count to a thousand and say when there is more', async () => {
    const portal = await start();
    await registered(portal);
    const [row] = await portal.knex('micro_apps_apps');
    const copies = Array.from({ length: 1_000 }, (_, n) => ({
      ...row,
      id: `copy-${n}`,
    }));
    expect(await list(portal, 'limit=1')).toMatchObject({ total: 1 });
    for (let from = 0; from < 1_000; from += 20) {
      await portal
        .knex('micro_apps_apps')
        .insert(copies.slice(from, from + 20));
    }
    const page = await list(portal, 'limit=1');
    expect(page).toMatchObject({ total: 1_000, totalIsMore: true });
    const narrow = await list(portal, 'limit=1&q=where2eat');
    expect(narrow).toMatchObject({ total: 1 });
    expect(narrow.totalIsMore).toBeUndefined();
  });
});

describe('what the catalog hides', () => {
  const entity = (name: string) => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: {
        'backstage.io/managed-by-origin-location': `micro-apps:${name}`,
      },
    },
    spec: { type: 'micro-app', owner: MAYA, lifecycle: 'experimental' },
  });

  it('is left out of the list and not found, except by those who have a part in it', async () => {
    const portal = await start();
    await registered(portal);
    await registered(portal, { name: 'Another app' });
    for (const id of [APP, 'another-app']) portal.company.publish(entity(id));
    for (const ref of [NOAH, MAYA, SAM]) {
      portal.company.hideFrom(ref, `component:default/${APP}`);
    }
    expect(await ids(portal)).toEqual(['another-app']);
    await portal.as(NOAH).get(`/apps/${APP}`).expect(404);
    const exported = await portal.as(NOAH).get('/exports/apps').expect(200);
    expect(exported.body.content).not.toContain('Where2Eat');
    for (const ref of [MAYA, SAM]) {
      expect(await ids(portal, '', ref)).toHaveLength(2);
      await portal.as(ref).get(`/apps/${APP}`).expect(200);
    }
  });

  it('is nothing yet of an app that has no entity', async () => {
    const portal = await start();
    await registered(portal);
    portal.company.hideFrom(NOAH, `component:default/${APP}`);
    expect(await ids(portal)).toEqual([APP]);
  });
});

describe('isolation by business unit', () => {
  async function twoUnits(portal: Portal) {
    await registered(portal, MEDIUM);
    await registered(portal, {
      name: 'Sales app',
      businessUnit: 'group:default/sales',
      successor: undefined,
    });
  }

  it('shows people their own units and what they own, reviewers all', async () => {
    const portal = await start({ microApps: { isolation: 'businessUnit' } });
    await twoUnits(portal);
    expect(await ids(portal)).toEqual(['sales-app']);
    expect(await ids(portal, '', RITA)).toEqual([APP]);
    for (const ref of [MAYA, SAM, IVAN]) {
      expect(await ids(portal, '', ref)).toHaveLength(2);
    }
    expect((await list(portal)).total).toBe(1);
    for (const path of [
      '',
      '/history',
      '/versions',
      '/sandbox',
      '/deployments',
      '/scans',
      '/repository',
      '/evidence',
      '/proposals',
    ]) {
      await portal.as(NOAH).get(`/apps/${APP}${path}`).expect(404);
    }
    await portal.as(NOAH).get('/apps/sales-app').expect(200);
    await portal
      .as(NOAH)
      .put(`/apps/${APP}/registration`, {
        registration: aRegistration(),
        expectedVersion: 1,
      })
      .expect(404);
    const requests = await portal
      .as(MAYA)
      .post(`/apps/${APP}/requests`, { expectedVersion: 1 })
      .expect(201);
    await portal.as(NOAH).get(`/requests/${requests.body.id}`).expect(404);
    const queue = await portal.as(NOAH).get('/requests').expect(200);
    expect(queue.body.items).toEqual([]);
    const exported = await portal.as(NOAH).get('/exports/apps').expect(200);
    expect(exported.body.content).not.toContain('Where2Eat');
  });

  it('is off unless it is switched on, and another word does not start', async () => {
    const portal = await start();
    await twoUnits(portal);
    expect(await ids(portal)).toHaveLength(2);
    await expect(start({ microApps: { isolation: 'team' } })).rejects.toThrow(
      /microApps\.isolation has to be/,
    );
  });
});
