import { DAY, type Finding } from '@micro-apps/governance-core';
import {
  APP,
  audited,
  change,
  consideredByTheRules,
  detail,
  IVAN,
  MAYA,
  NOAH,
  PAT,
  registered,
  RITA,
  SAM,
  settled,
  usePortals,
  withCode,
  type Portal,
} from '../__testUtils__';
import {
  approvedVendor,
  asked,
  decide,
  vendor,
} from './__testUtils__/vendorSteps';

const start = usePortals();

const inDays = (days: number) =>
  new Date(Date.now() + days * DAY).toISOString();

function withdraw(portal: Portal, name: string, ref = SAM) {
  return portal
    .as(ref)
    .post(`/vendors/${name}/withdraw`, { reason: 'It was broken into' });
}

async function told(portal: Portal, kind: string) {
  const payloads: string[] = await portal
    .knex('micro_apps_outbox')
    .where({ topic: 'notice' })
    .orderBy('id')
    .pluck('payload');
  return payloads
    .map(text => JSON.parse(text))
    .filter(notice => notice.kind === kind);
}

async function verdict(portal: Portal): Promise<Finding | undefined> {
  const { findings } = await detail(portal);
  return findings.find(({ controlId }) => controlId === 'approved-vendors');
}

/** An app in beta that uses a vendor. */
async function running(portal: Portal, vendors: readonly string[]) {
  await registered(portal, { vendors: [...vendors], successor: RITA });
  await withCode(portal);
  await consideredByTheRules(portal);
  await promote(portal).expect(202);
  await settled(portal);
}

/** A newer commit, ready for the next promotion. */
async function moveOn(portal: Portal) {
  await change(portal, { purpose: 'Recommends places for lunch and dinner' });
  await consideredByTheRules(portal);
}

function promote(portal: Portal) {
  return portal
    .as(MAYA)
    .post(`/apps/${APP}/promotions`, { environment: 'beta' });
}

describe('a vendor that is withdrawn', () => {
  it('closes the gate of every app that uses it, and what runs keeps running', async () => {
    const portal = await start();
    await approvedVendor(portal);
    await running(portal, ['lunch-board']);
    await moveOn(portal);
    expect((await detail(portal)).gate.allowed).toBe(true);

    const { status, body } = await withdraw(portal, 'lunch-board');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      state: 'withdrawn',
      withdrawnBecause: 'It was broken into',
      affected: { total: 1, items: [{ id: APP, live: ['beta'] }] },
    });
    expect(await verdict(portal)).toMatchObject({
      state: 'not-satisfied',
      because: 'Lunch Board may not be used: its approval was taken back',
    });
    const refused = await promote(portal);
    expect(refused.status).toBe(409);
    expect(JSON.stringify(refused.body)).toContain('approved-vendors');
    const { deployments } = await detail(portal);
    expect(deployments[0].state).toBe('running');
    expect(await audited(portal)).toContain('vendor.withdrawn');
  });

  it('opens the gate again when the vendor is approved anew', async () => {
    const portal = await start();
    await approvedVendor(portal);
    await running(portal, ['lunch-board']);
    await withdraw(portal, 'lunch-board').expect(200);
    await asked(portal);
    expect((await vendor(portal, 'lunch-board')).state).toBe('requested');
    expect((await verdict(portal))?.state).toBe('not-satisfied');
    await decide(portal, 'lunch-board');
    expect((await verdict(portal))?.state).toBe('satisfied');
  });

  it('is told to owner and second owner of each app, once', async () => {
    const portal = await start();
    await approvedVendor(portal);
    await registered(portal, { vendors: ['lunch-board'], successor: RITA });
    await registered(portal, { name: 'Other app', vendors: [] });
    await withdraw(portal, 'lunch-board').expect(200);
    await settled(portal);
    expect(await told(portal, 'vendor.withdrawn')).toEqual([
      expect.objectContaining({
        appId: APP,
        urgent: true,
        to: { people: [MAYA, RITA] },
        title: 'Lunch Board may not be used any more',
      }),
    ]);
  });

  it('wins over the catalog, where nobody ever asked for it here', async () => {
    const portal = await start();
    await registered(portal, { vendors: ['mapland'] });
    expect((await verdict(portal))?.state).toBe('satisfied');
    await withdraw(portal, 'mapland', IVAN).expect(200);
    expect((await verdict(portal))?.state).toBe('not-satisfied');
    const list = await portal
      .as(NOAH)
      .get('/vendors?state=withdrawn')
      .expect(200);
    expect(list.body.items).toMatchObject([
      { name: 'mapland', decidedIn: 'registry', kind: 'general' },
    ]);
  });

  it('ends the request for a renewal', async () => {
    const portal = await start();
    await approvedVendor(portal, {}, { approvedUntil: inDays(10) });
    const renewal = await asked(portal);
    expect(renewal).toMatchObject({ state: 'approved', endsSoon: true });
    await withdraw(portal, 'lunch-board').expect(200);
    const { body } = await portal
      .as(SAM)
      .get(`/requests/${renewal.openRequestId}`)
      .expect(200);
    expect(body.state).toBe('void');
  });

  it('is withdrawn by security and administrators only, themselves, with a reason', async () => {
    const portal = await start();
    await approvedVendor(portal);
    for (const ref of [MAYA, PAT, NOAH]) {
      expect((await withdraw(portal, 'lunch-board', ref)).status).toBe(403);
    }
    const byTool = await portal
      .as(SAM, { actor: 'plugin:scaffolder' })
      .post('/vendors/lunch-board/withdraw', { reason: 'It was broken into' });
    expect(byTool.status).toBe(403);
    const bare = await portal.as(SAM).post('/vendors/lunch-board/withdraw', {});
    expect(bare.status).toBe(400);
    expect((await vendor(portal, 'lunch-board')).state).toBe('approved');
  });

  it('cannot be withdrawn twice, before it is approved, or when it is not known', async () => {
    const portal = await start();
    expect((await withdraw(portal, 'lunch-board')).status).toBe(404);
    await asked(portal);
    expect((await withdraw(portal, 'lunch-board')).status).toBe(409);
    await decide(portal, 'lunch-board');
    expect((await withdraw(portal, 'lunch-board')).status).toBe(200);
    expect((await withdraw(portal, 'lunch-board')).status).toBe(409);
  });
});

describe('an approval that has ended', () => {
  it('closes the gate by comparison, with no job in between', async () => {
    const portal = await start();
    await approvedVendor(portal);
    await running(portal, ['lunch-board']);
    await moveOn(portal);
    await portal
      .knex('micro_apps_vendors')
      .update({ approved_until: new Date(Date.now() - 1).toISOString() });
    expect(await verdict(portal)).toMatchObject({
      state: 'not-satisfied',
      because: 'The approval of Lunch Board has ended',
    });
    expect((await promote(portal)).status).toBe(409);
    expect(await vendor(portal, 'lunch-board')).toMatchObject({
      state: 'expired',
      viewer: { mayRequest: true },
    });
    const list = await portal.as(MAYA).get('/vendors?state=expired');
    expect(list.body.total).toBe(1);
  });

  it('is told to the owners a month before, if it still ends then', async () => {
    const portal = await start();
    await approvedVendor(portal);
    await registered(portal, { vendors: ['lunch-board'] });
    const { approvedUntil } = await vendor(portal, 'lunch-board');
    const [row] = await portal
      .knex('micro_apps_outbox')
      .where({ topic: 'vendor.tell-users' });
    expect(row.due_at).toBe(
      new Date(Date.parse(approvedUntil ?? '') - 30 * DAY).toISOString(),
    );
    // The day has come.
    await portal
      .knex('micro_apps_outbox')
      .where({ id: row.id })
      .update({ due_at: new Date().toISOString() });
    await settled(portal);
    expect(await told(portal, 'vendor.ends')).toMatchObject([
      { appId: APP, to: { people: [MAYA, RITA] } },
    ]);
  });

  it('is not told of a date that no longer holds', async () => {
    const portal = await start();
    await approvedVendor(portal, {}, { approvedUntil: inDays(60) });
    await registered(portal, { vendors: ['lunch-board'] });
    await withdraw(portal, 'lunch-board').expect(200);
    await portal
      .knex('micro_apps_outbox')
      .where({ topic: 'vendor.tell-users', state: 'waiting' })
      .update({ due_at: new Date().toISOString() });
    await settled(portal);
    expect(await told(portal, 'vendor.ends')).toEqual([]);
  });
});
