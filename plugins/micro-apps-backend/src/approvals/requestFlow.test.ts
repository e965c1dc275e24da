import type request from 'supertest';
import {
  APP,
  audited,
  ballot,
  change,
  consideredByTheRules,
  detail,
  IVAN,
  MAYA,
  MEDIUM,
  NOAH,
  registered,
  requested,
  RITA,
  SAM,
  SUE,
  usePortals,
  voted,
  withCode,
} from '../__testUtils__';

jest.setTimeout(60_000);
const start = usePortals();

describe('an approval request', () => {
  it('goes from asking over changes to an approval, round by round', async () => {
    const portal = await start();
    const [maya, sam] = [portal.as(MAYA), portal.as(SAM)];
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    expect(asked).toMatchObject({
      state: 'open',
      band: 'medium',
      version: 1,
      requestedBy: MAYA,
      automatic: false,
      requirements: [{ role: 'security', count: 1 }],
      tally: { outcome: 'waiting' },
      viewer: { mayVote: false },
    });

    const items = ['Shorten the retention', 'Say who reads it'];
    const held = await voted(sam, asked, { choice: 'ask-for-changes', items });
    expect([held.status, held.body.state]).toEqual([200, 'changes-requested']);
    expect(held.body.items).toMatchObject(
      items.map(text => ({ text, done: false })),
    );
    // The reviewer's clock stops while the owner holds the ball.
    expect(held.body.dueAt).toBeUndefined();
    expect((await detail(portal)).nextStep.code).toBe('answer-changes');

    const tick = (item: { id: string }, done: boolean) =>
      maya.post(`/requests/${asked.id}/items/${item.id}`, { done });
    const [first, second] = held.body.items;
    await tick(first, true).expect(200);
    const early = await maya.post(`/requests/${asked.id}/resubmit`);
    expect(early.status).toBe(409);
    expect(early.body.error).toMatchObject({
      code: 'not-in-this-state',
      details: [{ message: items[1] }],
    });
    await tick(second, true).expect(200);
    await tick(first, false).expect(200);
    await maya.post(`/requests/${asked.id}/resubmit`).expect(409);
    await tick(first, true).expect(200);

    const again = await maya.post(`/requests/${asked.id}/resubmit`);
    expect([again.status, again.body.state]).toEqual([200, 'open']);
    // The wish of the first round no longer counts against the second.
    expect(again.body.tally.outcome).toBe('waiting');
    expect(again.body.votes).toMatchObject([{ choice: 'ask-for-changes' }]);
    expect(Date.parse(again.body.dueAt)).toBeGreaterThan(Date.now());

    const done = await voted(sam, again.body);
    expect([done.status, done.body.state]).toEqual([200, 'approved']);
    expect(done.body.votes).toHaveLength(2);
    expect(JSON.stringify(done.body)).not.toContain('sub-sam');
    expect(await detail(portal)).toMatchObject({
      approval: 'approved',
      stage: 'approved',
    });
    expect(await audited(portal)).toEqual([
      'app.registered',
      'request.opened',
      'request.voted',
      ...Array(4).fill('request.changed'),
      'request.changed',
      'request.voted',
    ]);
  });

  it('ends with a rejection, and its reason can be read', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    const reason = 'The data may not leave the house';
    const { body } = await voted(portal.as(SAM), asked, {
      choice: 'reject',
      reason,
    }).expect(200);
    expect(body).toMatchObject({ state: 'rejected', votes: [{ reason }] });
    expect(body.decidedAt).toBeDefined();
    const mine = await portal.as(MAYA).get(`/requests/${asked.id}`);
    expect(mine.body.votes).toMatchObject([{ voterRef: SAM, reason }]);
    expect(await detail(portal)).toMatchObject({
      approval: 'rejected',
      gate: { allowed: false },
    });
    const history = await portal.as(MAYA).get(`/apps/${APP}/history`);
    expect(history.body.items[0].summary).toContain(reason);
  });

  it('keeps a rejection in force when somebody asks again and withdraws', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    await voted(portal.as(SAM), await requested(portal), {
      choice: 'reject',
    }).expect(200);
    const second = await requested(portal);
    expect((await detail(portal)).approval).toBe('open');
    const { body } = await portal
      .as(MAYA)
      .post(`/requests/${second.id}/withdraw`)
      .expect(200);
    expect(body.state).toBe('withdrawn');
    expect((await detail(portal)).approval).toBe('rejected');
  });

  it('is there once: a second one waits until the first is decided', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    const path = `/apps/${APP}/requests`;
    const again = await portal.as(MAYA).post(path, { expectedVersion: 1 });
    expect(again.status).toBe(409);
    expect(again.body.error.message).toMatch(/asked for already/);
    await portal.as(MAYA).post(`/requests/${asked.id}/withdraw`).expect(200);
    await portal.as(MAYA).post(path, { expectedVersion: 1 }).expect(201);
  });

  it('needs the version that the person looked at', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    await change(portal, { retentionDays: 30 });
    const { status, body } = await portal
      .as(MAYA)
      .post(`/apps/${APP}/requests`, { expectedVersion: 1 });
    expect([status, body.error.code]).toEqual([
      409,
      'changed-since-you-looked',
    ]);
  });

  it('is refused where nobody has to agree, and of what is approved', async () => {
    const portal = await start();
    await registered(portal);
    const path = `/apps/${APP}/requests`;
    const low = await portal.as(MAYA).post(path, { expectedVersion: 1 });
    expect(low.status).toBe(409);
    expect(low.body.error.message).toMatch(/Nobody has to approve/);
    await change(portal, MEDIUM);
    await voted(portal.as(SAM), await requested(portal)).expect(200);
    const twice = await portal.as(MAYA).post(path, { expectedVersion: 2 });
    expect(twice.status).toBe(409);
    expect(twice.body.error.message).toMatch(/approved already/);
  });

  it('belongs to the owner’s side: strangers and reviewers cannot ask, tick or withdraw', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    const held = await voted(portal.as(SAM), asked, {
      choice: 'ask-for-changes',
      items: ['Say more'],
    }).expect(200);
    const [item] = held.body.items;
    for (const ref of [NOAH, SAM]) {
      const caller = portal.as(ref);
      for (const [path, body] of [
        [`/apps/${APP}/requests`, { expectedVersion: 1 }],
        [`/requests/${asked.id}/items/${item.id}`, { done: true }],
        [`/requests/${asked.id}/resubmit`, {}],
        [`/requests/${asked.id}/withdraw`, {}],
      ] as const) {
        expect((await caller.post(path, body)).status).toBe(403);
      }
    }
    await portal.as(NOAH).get(`/requests/${asked.id}`).expect(403);
    await portal.as(RITA).get(`/requests/${asked.id}`).expect(200);
    const { body } = await portal.as(MAYA).get(`/requests/${asked.id}`);
    expect(body).toMatchObject({
      state: 'changes-requested',
      items: [{ done: false }],
    });
  });

  it('takes no points of another request and no steps out of turn', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    const maya = portal.as(MAYA);
    const asked = await requested(portal);
    await maya.post(`/requests/${asked.id}/resubmit`).expect(409);
    await maya
      .post(`/requests/${asked.id}/items/nothing`, { done: true })
      .expect(409);
    await voted(portal.as(SAM), asked, {
      choice: 'ask-for-changes',
      items: ['Say more'],
    }).expect(200);
    await maya
      .post(`/requests/${asked.id}/items/nothing`, { done: true })
      .expect(404);
    await maya.post('/requests/nothing/withdraw').expect(404);
    await voted(portal.as(SUE), { ...asked, id: 'nothing' }).expect(404);
    const noItems = { choice: 'ask-for-changes' };
    await voted(portal.as(SUE), asked, noItems).expect(400);
  });

  it('shows the difference to what was approved before', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    const first = await requested(portal);
    expect(first.difference).toHaveLength(9);
    await voted(portal.as(SAM), first).expect(200);
    await change(portal, { retentionDays: 30 });
    const second = await requested(portal);
    expect(second.difference).toEqual([
      {
        field: 'How long data is kept',
        before: '90 days',
        after: '30 days',
      },
    ]);
    const queue = await portal.as(SAM).get('/requests');
    expect(queue.body.items).toMatchObject([
      { change: 'How long data is kept', mayVote: true, clock: 'reviewers' },
    ]);
  });

  it('opens the gate for exactly the envelope that was approved', async () => {
    const portal = await start();
    await registered(portal, {
      dataTypes: [],
      scopes: ['people:read', 'crm:write'],
    });
    await withCode(portal);
    const promote = () =>
      portal.as(MAYA).post(`/apps/${APP}/promotions`, { environment: 'beta' });
    await promote().expect(409);
    await voted(portal.as(SAM), await requested(portal)).expect(200);
    expect((await consideredByTheRules(portal)).gate.allowed).toBe(true);
    await change(portal, { audience: 'company' });
    await consideredByTheRules(portal);
    const refused = await promote().expect(409);
    expect(refused.body.error.details).toEqual([
      { message: expect.stringMatching(/changed beyond what was approved/) },
    ]);
    await change(portal, { audience: 'team' });
    // The very envelope of before is not approved again by itself.
    expect((await consideredByTheRules(portal)).approval).toBe('void');
    await promote().expect(409);
    await voted(portal.as(SAM), await requested(portal)).expect(200);
    await promote().expect(202);
  });
});

describe('the review queue', () => {
  it('lists what waits, who it waits for, and what was decided', async () => {
    const portal = await start();
    const empty = await portal.as(SAM).get('/requests');
    expect(empty.body).toEqual({ items: [], total: 0 });
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    const waiting = await portal.as(SAM).get('/requests');
    expect(waiting.body).toMatchObject({
      total: 1,
      items: [
        {
          id: asked.id,
          appName: 'Where2Eat',
          waitingFor: ['security'],
          mayVote: true,
          change: 'First approval',
        },
      ],
    });
    // What changed is for the owner's side and reviewers.
    const seen = await portal.as(NOAH).get('/requests');
    expect(seen.body.items).toMatchObject([{ change: '', mayVote: false }]);
    await voted(portal.as(SAM), asked).expect(200);
    const after = await portal.as(SAM).get('/requests');
    expect(after.body).toMatchObject({ items: [], total: 0 });
    expect(after.body.lastDecidedAt).toBeDefined();
    const all = await portal.as(SAM).get('/requests?state=all');
    expect(all.body.items).toMatchObject([
      { state: 'approved', clock: 'stopped', waitingFor: [] },
    ]);
    expect((await portal.as(MAYA).get('/requests?state=mine')).body.total).toBe(
      1,
    );
    expect((await portal.as(IVAN).get('/requests?state=mine')).body.total).toBe(
      0,
    );
  });

  it('pages without losing or repeating a request', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    const made: string[] = [];
    for (let i = 0; i < 5; i += 1) {
      const asked = await requested(portal);
      made.push(asked.id);
      await portal.as(MAYA).post(`/requests/${asked.id}/withdraw`).expect(200);
    }
    const seen: string[] = [];
    let path: string | undefined = '/requests?state=all&limit=2';
    while (path) {
      const answer: request.Response = await portal
        .as(SAM)
        .get(path)
        .expect(200);
      const { items, nextCursor } = answer.body;
      seen.push(...items.map(({ id }: { id: string }) => id));
      path = nextCursor && `/requests?state=all&limit=2&cursor=${nextCursor}`;
    }
    expect(seen.sort()).toEqual(made.sort());
    await portal.as(SAM).get('/requests?cursor=bm90aGluZw').expect(400);
  });

  it('refuses a ballot with unknown fields, a missing reason or no version', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    const sound = ballot(asked);
    for (const broken of [
      { ...sound, role: 'privacy' },
      { ...sound, reason: ' ' },
      { ...sound, choice: 'yes' },
      { ...sound, expectedVersion: undefined },
      { ...sound, envelopeHash: 'e'.repeat(63) },
    ]) {
      await portal
        .as(SAM)
        .post(`/requests/${asked.id}/votes`, broken)
        .expect(400);
    }
    expect((await detail(portal)).approval).toBe('open');
  });
});
