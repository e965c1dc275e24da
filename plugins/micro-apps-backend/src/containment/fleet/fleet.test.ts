import type {
  FleetRunDetail,
  FleetRunView,
  HeldAppsResponse,
} from '@micro-apps/plugin-micro-apps-common';
import { aRegistration } from '@micro-apps/governance-core/testing';
import {
  APP,
  IVAN,
  MAYA,
  NOAH,
  RITA,
  SAM,
  SECURITY,
  settled,
  SUE,
  usePortals,
  withCode,
  type Portal,
} from '../../__testUtils__';

const start = usePortals();
const REASON = 'The vendor was broken into';
const NAMES = ['Where2Eat', 'Lunch list', 'Desk finder'];

/** Three apps of Maya's with one vendor, and one of Rita's without. */
async function setUp(options: Parameters<typeof start>[0] = {}) {
  const portal = await start(options);
  const vendors = ['mapland'];
  const ids: string[] = [];
  for (const name of NAMES) {
    const { body } = await portal.as(MAYA).post('/apps', {
      registration: aRegistration({ name, vendors, successor: undefined }),
    });
    ids.push(body.id);
  }
  await portal.as(RITA).post('/apps', {
    registration: aRegistration({
      name: 'Tide table',
      owner: RITA,
      successor: undefined,
      vendors: [],
    }),
  });
  return { portal, ids };
}

function preview(portal: Portal, query: string, ref = SAM) {
  return portal.as(ref).get(`/fleet/preview?${query}`);
}

function stop(portal: Portal, changes: object = {}, ref = SAM) {
  return portal.as(ref).post('/fleet/runs', {
    action: 'quarantine',
    vendor: 'mapland',
    reason: REASON,
    expectedApps: 3,
    ...changes,
  });
}

async function through(portal: Portal, id: string): Promise<FleetRunDetail> {
  await settled(portal);
  const { body } = await portal.as(SAM).get(`/fleet/runs/${id}`).expect(200);
  expect(body.finishedAt).toBeDefined();
  return body;
}

async function standings({ knex }: Portal) {
  const rows = await knex('micro_apps_apps').orderBy('id');
  return Object.fromEntries(rows.map(({ id, standing }) => [id, standing]));
}

async function held(portal: Portal, query = ''): Promise<HeldAppsResponse> {
  const { body } = await portal.as(SAM).get(`/fleet/held${query}`).expect(200);
  return body;
}

describe('the preview of an emergency stop', () => {
  it('says how many apps, people and sign-ins, and changes nothing', async () => {
    const { portal, ids } = await setUp();
    await withCode(portal);
    await portal.as(MAYA).put(`/apps/${APP}/sandbox`).expect(202);
    await settled(portal);
    const { body } = await preview(portal, 'action=quarantine&vendor=mapland');
    expect(body).toMatchObject({ matching: 3, apps: 3, credentials: 1 });
    expect(body.people).toBeGreaterThan(0);
    expect(body.examples.map(({ id }: { id: string }) => id).sort()).toEqual(
      [...ids].sort(),
    );
    expect(Object.values(await standings(portal))).not.toContain('quarantined');
  });

  it.each([
    [`owner=${RITA}`, 1],
    [`owner=${MAYA}`, 3],
    [`owner=${MAYA}&vendor=other`, 0],
    ['scope=people:read', 4],
    ['unit=group:default/product', 4],
    ['unit=group:default/nobody', 0],
  ])('narrows by what is asked for: %s', async (query, apps) => {
    const { portal } = await setUp();
    const { body } = await preview(portal, `action=suspend&${query}`);
    expect(body.apps).toBe(apps);
  });

  it('needs to know which apps, and is for those who hold apps', async () => {
    const { portal } = await setUp();
    await preview(portal, 'action=quarantine').expect(400);
    await preview(portal, 'action=quarantine&vendor=').expect(400);
    await preview(portal, 'action=quarantine&vendor=mapland', NOAH).expect(403);
    await stop(portal, {}, MAYA).expect(403);
    await portal.as(MAYA).get('/fleet/held').expect(403);
    await portal.as(MAYA).get('/fleet/runs').expect(403);
  });
});

describe('an emergency stop', () => {
  it('holds every app of the filter, each with its result, and no other', async () => {
    const { portal, ids } = await setUp();
    const { body } = await stop(portal).expect(202);
    const run: FleetRunView = body;
    expect(run.counts).toEqual({ waiting: 3, done: 0, skipped: 0, failed: 0 });
    const done = await through(portal, run.id);
    expect(done.counts).toEqual({ waiting: 0, done: 3, skipped: 0, failed: 0 });
    expect(done.items.map(({ state }) => state)).toEqual([
      'done',
      'done',
      'done',
    ]);
    const now = await standings(portal);
    for (const id of ids) expect(now[id]).toBe('quarantined');
    expect(now['tide-table']).toBe('active');
    const { items } = await held(portal);
    expect(items).toHaveLength(3);
    expect(items[0]).toMatchObject({
      hold: { reason: REASON, by: SAM },
      mayRelease: true,
    });
    expect(
      await portal
        .knex('micro_apps_audit')
        .whereIn('action', ['fleet.stopped', 'fleet.finished'])
        .orderBy('seq')
        .pluck('action'),
    ).toEqual(['fleet.stopped', 'fleet.finished']);
  });

  it('is the one that was looked at', async () => {
    const { portal } = await setUp();
    const { body } = await stop(portal, { expectedApps: 2 }).expect(409);
    expect(body.error.code).toBe('changed-since-you-looked');
    expect((await held(portal)).items).toEqual([]);
    await portal
      .as(SAM, { actor: 'plugin:scaffolder' })
      .post('/fleet/runs', {
        action: 'quarantine',
        vendor: 'mapland',
        reason: REASON,
        expectedApps: 3,
      })
      .expect(403);
  });

  it('leaves alone what somebody holds more strictly meanwhile', async () => {
    const { portal, ids } = await setUp();
    // Somebody is quicker than the run.
    const { body } = await stop(portal).expect(202);
    await portal.as(SUE).post(`/apps/${ids[0]}/containment`, {
      action: 'suspend',
      reason: 'I saw it too',
      expectedVersion: 1,
    });
    await through(portal, body.id);
    expect((await standings(portal))[ids[0]]).toBe('suspended');
  });

  it('goes on where it was cut off, and holds nothing twice', async () => {
    const { portal } = await setUp();
    const { body } = await stop(portal).expect(202);
    await through(portal, body.id);
    const holds = await portal.knex('micro_apps_holds');
    // The note of it is worked off once more.
    await portal.knex('micro_apps_fleet_runs').update({ finished_at: null });
    await portal
      .knex('micro_apps_outbox')
      .where({ topic: 'fleet.run' })
      .update({
        state: 'waiting',
        attempts: 0,
        failures: 0,
        due_at: new Date().toISOString(),
      });
    await through(portal, body.id);
    expect(await portal.knex('micro_apps_holds')).toEqual(holds);
  });

  it('lists what is held page by page, by standing', async () => {
    const { portal } = await setUp();
    const { body } = await stop(portal).expect(202);
    await through(portal, body.id);
    const first = await held(portal, '?limit=2');
    expect(first.items).toHaveLength(2);
    const second = await held(
      portal,
      `?limit=2&cursor=${first.nextCursor ?? ''}`,
    );
    expect(second.items).toHaveLength(1);
    expect(second.nextCursor).toBeUndefined();
    expect((await held(portal, '?standing=suspended')).items).toEqual([]);
    await portal.as(SAM).get('/fleet/held?cursor=abc').expect(400);
  });
});

describe('the undoing of a run', () => {
  it('releases exactly what that run holds and nobody has touched since', async () => {
    const { portal, ids } = await setUp();
    const [restricted, touched, free] = ids;
    // One was restricted before by somebody else.
    await portal.as(SUE).post(`/apps/${restricted}/containment`, {
      action: 'restrict',
      reason: 'Looks odd',
      expectedVersion: 1,
    });
    const { body: run } = await stop(portal).expect(202);
    await through(portal, run.id);
    // One is held anew by somebody else.
    await portal.as(SUE).post(`/apps/${touched}/containment`, {
      action: 'suspend',
      reason: 'Worse than I thought',
      expectedVersion: 1,
    });
    await settled(portal);
    const { body: undo } = await portal
      .as(SAM)
      .post(`/fleet/runs/${run.id}/undo`, { reason: 'It was the wrong vendor' })
      .expect(202);
    const done = await through(portal, undo.id);
    expect(done).toMatchObject({
      kind: 'undo',
      undoOf: run.id,
      counts: { waiting: 0, done: 1, skipped: 2, failed: 0 },
    });
    const now = await standings(portal);
    expect([now[restricted], now[touched], now[free]]).toEqual([
      'quarantined',
      'suspended',
      'active',
    ]);
  });

  it('asks of each app who may: not its owner, and of what is suspended security only', async () => {
    const { portal } = await setUp();
    portal.company.hire('maya', { groups: [SECURITY] });
    const { body: run } = await stop(portal, { action: 'suspend' }).expect(202);
    await through(portal, run.id);
    for (const ref of [MAYA, IVAN]) {
      const { body: undo } = await portal
        .as(ref)
        .post(`/fleet/runs/${run.id}/undo`, { reason: 'Enough' })
        .expect(202);
      const done = await through(portal, undo.id);
      expect([ref, done.counts.done, done.counts.skipped]).toEqual([ref, 0, 3]);
    }
    expect((await standings(portal))[APP]).toBe('suspended');
  });

  it('is not of what goes on, or of an undoing', async () => {
    const { portal } = await setUp();
    await portal
      .as(SAM)
      .post('/fleet/runs/nothing/undo', { reason: 'Enough' })
      .expect(404);
    const { body: run } = await stop(portal).expect(202);
    await through(portal, run.id);
    const undo = (id: string) =>
      portal.as(SAM).post(`/fleet/runs/${id}/undo`, { reason: 'Enough' });
    const { body } = await undo(run.id).expect(202);
    await through(portal, body.id);
    await undo(body.id).expect(409);
  });
});
