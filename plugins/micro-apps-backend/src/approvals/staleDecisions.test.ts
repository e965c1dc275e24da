import {
  APP,
  audited,
  ballot,
  change,
  detail,
  HIGH,
  MAYA,
  MEDIUM,
  PAT,
  registered,
  requested,
  SAM,
  SUE,
  usePortals,
  voted,
} from '../__testUtils__';

const start = usePortals();

describe('a decision on something that is no longer there', () => {
  it('is refused after the owner changed what it covers', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    await change(portal, { scopes: ['people:read', 'profile:read'] });
    const { status, body } = await voted(portal.as(SAM), asked);
    expect([status, body.error.code]).toEqual([409, 'not-in-this-state']);
    expect(body.error.message).toMatch(/void/);
    expect((await detail(portal)).approval).toBe('missing');
  });

  it('is refused after a change inside the envelope, until she looks again', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    await change(portal, { purpose: 'Something that reads differently' });
    const stale = await voted(portal.as(SAM), asked);
    expect([stale.status, stale.body.error.code]).toEqual([
      409,
      'changed-since-you-looked',
    ]);
    const now = await portal.as(SAM).get(`/requests/${asked.id}`);
    expect(now.body).toMatchObject({ state: 'open', version: 2 });
    await voted(portal.as(SAM), now.body).expect(200);
  });

  it('is refused with the hash of another envelope', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    await voted(portal.as(SAM), {
      ...asked,
      envelopeHash: 'e'.repeat(64),
    }).expect(409);
    await voted(portal.as(SAM), { ...asked, version: 2 }).expect(409);
    expect((await detail(portal)).approval).toBe('open');
  });

  it('is refused after withdrawal, rejection and approval', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    const maya = portal.as(MAYA);
    const withdrawn = await requested(portal);
    await maya.post(`/requests/${withdrawn.id}/withdraw`).expect(200);
    await voted(portal.as(SAM), withdrawn).expect(409);
    await maya.post(`/requests/${withdrawn.id}/withdraw`).expect(409);
    const rejected = await requested(portal);
    await voted(portal.as(SAM), rejected, { choice: 'reject' }).expect(200);
    await voted(portal.as(SUE), rejected).expect(409);
    const approved = await requested(portal);
    await voted(portal.as(SAM), approved).expect(200);
    await voted(portal.as(SUE), approved, { choice: 'reject' }).expect(409);
    await maya.post(`/requests/${approved.id}/withdraw`).expect(409);
    expect((await detail(portal)).approval).toBe('approved');
  });

  it('is refused while changes are asked for', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    await voted(portal.as(SAM), asked, {
      choice: 'ask-for-changes',
      items: ['Say more'],
    }).expect(200);
    await voted(portal.as(SUE), asked).expect(409);
  });

  it.each(['restricted', 'quarantined', 'suspended', 'retired', 'disposed'])(
    'cannot be a yes while the app is %s, and nobody can ask for one',
    async standing => {
      const portal = await start();
      await registered(portal, MEDIUM);
      const asked = await requested(portal);
      await portal.knex('micro_apps_apps').update({ standing });
      const yes = await voted(portal.as(SAM), asked);
      expect(yes.status).toBe(409);
      expect(yes.body.error.message).toContain(standing);
      await portal.as(MAYA).post(`/requests/${asked.id}/withdraw`).expect(200);
      await portal
        .as(MAYA)
        .post(`/apps/${APP}/requests`, { expectedVersion: 1 })
        .expect(409);
    },
  );
});

describe('two decisions at once', () => {
  it('of two who approve one is counted, the other hears that it is decided', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    const answers = await Promise.all([
      voted(portal.as(SAM), asked),
      voted(portal.as(SUE), asked),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await portal.knex('micro_apps_request_votes')).toHaveLength(1);
    expect(
      (await audited(portal)).filter(action => action === 'request.voted'),
    ).toHaveLength(1);
    expect((await detail(portal)).approval).toBe('approved');
  });

  it('of two roles both count, and the request is approved once', async () => {
    const portal = await start();
    await registered(portal, HIGH);
    const asked = await requested(portal);
    const answers = await Promise.all([
      voted(portal.as(SAM), asked),
      voted(portal.as(PAT), asked),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers.map(({ body }) => body.state).sort()).toEqual([
      'approved',
      'open',
    ]);
    expect(await portal.knex('micro_apps_request_votes')).toHaveLength(2);
  });

  it('of a yes and a no the first stands and the other is told', async () => {
    for (let round = 0; round < 5; round += 1) {
      const portal = await start();
      await registered(portal, MEDIUM);
      const asked = await requested(portal);
      const [yes, no] = await Promise.all([
        voted(portal.as(SAM), asked),
        voted(portal.as(SUE), asked, { choice: 'reject' }),
      ]);
      expect([yes.status, no.status].sort()).toEqual([200, 409]);
      const won = yes.status === 200 ? 'approved' : 'rejected';
      expect((await detail(portal)).approval).toBe(won);
      expect(await portal.knex('micro_apps_request_votes')).toHaveLength(1);
    }
  });

  it('of a vote and an edit the approval never covers what was not seen', async () => {
    for (let round = 0; round < 5; round += 1) {
      const portal = await start();
      const { registration, envelopeHash } = await registered(portal, MEDIUM);
      const asked = await requested(portal);
      const [vote, edit] = await Promise.all([
        voted(portal.as(SAM), asked),
        portal.as(MAYA).put(`/apps/${APP}/registration`, {
          registration: { ...registration, audience: 'public' },
          expectedVersion: 1,
        }),
      ]);
      expect(edit.status).toBe(200);
      expect([200, 409]).toContain(vote.status);
      const now = await detail(portal);
      expect(now.envelopeHash).not.toBe(envelopeHash);
      expect(['missing', 'void']).toContain(now.approval);
    }
  });

  it('of one person the later counts, and she has one vote', async () => {
    const portal = await start();
    await registered(portal, HIGH);
    const asked = await requested(portal);
    await Promise.all([
      voted(portal.as(SAM), asked),
      voted(portal.as(SAM), asked),
    ]);
    expect(await portal.knex('micro_apps_request_votes')).toHaveLength(1);
    const changed = await portal
      .as(SAM)
      .post(
        `/requests/${asked.id}/votes`,
        ballot(asked, { choice: 'reject', reason: 'On second thoughts, no' }),
      )
      .expect(200);
    expect(changed.body.state).toBe('rejected');
  });
});
