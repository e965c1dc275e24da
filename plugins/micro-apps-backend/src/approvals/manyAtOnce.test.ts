import { aRegistration } from '@micro-apps/governance-core/testing';
import type {
  RequestView,
  VoteResult,
} from '@micro-apps/plugin-micro-apps-common';
import {
  audited,
  ballot,
  IVAN,
  MAYA,
  MEDIUM,
  NOAH,
  SAM,
  SUE,
  usePortals,
  voted,
  type Portal,
} from '../__testUtils__';

const start = usePortals();

/** Registers an app and asks for its approval. */
async function asked(portal: Portal, name: string): Promise<RequestView> {
  const maya = portal.as(MAYA);
  const registration = aRegistration({ ...MEDIUM, name });
  const app = await maya.post('/apps', { registration }).expect(201);
  const { body } = await maya
    .post(`/apps/${app.body.id}/requests`, { expectedVersion: 1 })
    .expect(201);
  return body;
}

function names(count: number) {
  return Array.from({ length: count }, (_, index) => `Lunch place ${index}`);
}

async function rows(portal: Portal, topic: string, kind: string) {
  const found: { payload: string }[] = await portal
    .knex('micro_apps_outbox')
    .where({ topic });
  return found
    .map(({ payload }) => JSON.parse(payload))
    .filter(payload => payload.kind === kind);
}

describe('two reviewers at the same moment (A2)', () => {
  it('are two votes of a quorum of two, and each request is decided once', async () => {
    const portal = await start({
      microApps: { approvals: { medium: { security: 2 } } },
    });
    const requests: RequestView[] = [];
    for (const name of names(8)) requests.push(await asked(portal, name));
    const answers = await Promise.all(
      requests.flatMap(request => [
        voted(portal.as(SAM), request),
        voted(portal.as(SUE), request),
      ]),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(16).fill(200));
    for (const { id } of requests) {
      const { body } = await portal.as(SAM).get(`/requests/${id}`).expect(200);
      expect(body).toMatchObject({ state: 'approved' });
      expect(body.votes).toHaveLength(2);
    }
    expect(await rows(portal, 'notice', 'request.decided')).toHaveLength(8);
    expect(
      (await audited(portal)).filter(action => action === 'request.voted'),
    ).toHaveLength(16);
  });
});

describe('a yes and a no at the same moment (A3)', () => {
  it('never lose the no while the quorum waits for both', async () => {
    const portal = await start({
      microApps: { approvals: { medium: { security: 2 } } },
    });
    for (const name of names(4)) {
      const request = await asked(portal, name);
      const answers = await Promise.all([
        voted(portal.as(SAM), request),
        voted(portal.as(SUE), request, { choice: 'reject' }),
      ]);
      const { body } = await portal
        .as(SAM)
        .get(`/requests/${request.id}`)
        .expect(200);
      expect(body.state).toBe('rejected');
      expect(answers[1].status).toBe(200);
      expect([200, 409]).toContain(answers[0].status);
    }
  });
});

describe('many votes in one call (A16)', () => {
  it('stand each for itself: a forbidden one is refused and the others count', async () => {
    const portal = await start();
    const requests: RequestView[] = [];
    for (const name of names(5)) requests.push(await asked(portal, name));
    // Sam has a part in the third: he takes it over as its owner.
    const third = requests[2];
    await portal
      .as(MAYA)
      .put(`/apps/${third.subjectId}/registration`, {
        registration: aRegistration({
          ...MEDIUM,
          name: third.title,
          owner: SAM,
        }),
        expectedVersion: 1,
      })
      .expect(200);
    const { body } = await portal
      .as(SAM)
      .post('/requests/votes', {
        votes: [
          ...requests.map((request, index) => ({
            id: request.id,
            ...ballot(request),
            expectedVersion: index === 2 ? 2 : 1,
          })),
          { id: 'nothing', ...ballot(third) },
          { id: requests[0].id, ...ballot(requests[0]) },
        ],
      })
      .expect(200);
    expect(
      body.results.map(
        ({ status, state, code }: Record<string, unknown>) =>
          `${status} ${state ?? code}`,
      ),
    ).toEqual([
      '200 approved',
      '200 approved',
      '403 not-eligible',
      '200 approved',
      '200 approved',
      '404 unknown-record',
      '409 not-in-this-state',
    ]);
    const seen = await portal.as(SAM).get(`/requests/${third.id}`).expect(200);
    expect(seen.body).toMatchObject({ state: 'open', votes: [] });
    expect(
      (await audited(portal)).filter(action => action === 'request.voted'),
    ).toHaveLength(4);
  });

  it('let nobody through who may decide on none of them', async () => {
    const portal = await start();
    const request = await asked(portal, 'Lunch place');
    const votes = [{ id: request.id, ...ballot(request) }];
    for (const ref of [MAYA, NOAH, IVAN]) {
      const { body } = await portal
        .as(ref)
        .post('/requests/votes', { votes })
        .expect(200);
      expect(body.results).toMatchObject([{ status: 403 }]);
    }
    const { body } = await portal
      .as(SAM, { actor: 'plugin:scaffolder' })
      .post('/requests/votes', { votes })
      .expect(200);
    expect(body.results).toMatchObject([{ status: 403, code: 'not-allowed' }]);
  });

  it('are 500 with a long reason each, and one that is forbidden', async () => {
    const portal = await start();
    const mine = await asked(portal, 'Lunch place');
    const other = await asked(portal, 'Dinner place');
    const registration = aRegistration({
      ...MEDIUM,
      name: other.title,
      owner: SAM,
    });
    await portal
      .as(MAYA)
      .put(`/apps/${other.subjectId}/registration`, {
        registration,
        expectedVersion: 1,
      })
      .expect(200);
    // Most are about one request: what is tested is how much fits.
    const reason = 'Ж'.repeat(2_000);
    const votes = Array.from({ length: 500 }, (_, index) =>
      index === 250
        ? { id: other.id, ...ballot(other, { reason }), expectedVersion: 2 }
        : { id: mine.id, ...ballot(mine, { reason }) },
    );
    expect(Buffer.byteLength(JSON.stringify({ votes }))).toBeGreaterThan(
      2_000_000,
    );
    const { body } = await portal
      .as(SAM)
      .post('/requests/votes', { votes })
      .expect(200);
    const statuses = body.results.map(({ status }: VoteResult) => status);
    expect(statuses).toEqual([
      200,
      ...Array(249).fill(409),
      403,
      ...Array(249).fill(409),
    ]);
    const [vote] = await portal.knex('micro_apps_request_votes');
    expect(vote.reason).toBe(reason);
  });

  it('that are too much even so are refused, as is a large body elsewhere', async () => {
    const portal = await start();
    const request = await asked(portal, 'Lunch place');
    const large = { ...ballot(request), reason: 'x'.repeat(9_000_000) };
    const votes = [{ id: request.id, ...large }];
    await portal.as(SAM).post('/requests/votes', { votes }).expect(413);
    await portal
      .as(SAM)
      .post(`/requests/${request.id}/votes`, {
        ...ballot(request),
        reason: 'x'.repeat(1_100_000),
      })
      .expect(413);
  });

  it('are 1 to 500 and each of them complete', async () => {
    const portal = await start();
    const request = await asked(portal, 'Lunch place');
    const one = { id: request.id, ...ballot(request) };
    for (const votes of [
      [],
      Array(501).fill(one),
      [one, { ...one, reason: '' }],
      [{ ...one, choice: 'ask-for-changes' }],
      [{ ...one, force: true }],
    ]) {
      await portal.as(SAM).post('/requests/votes', { votes }).expect(400);
    }
  });
});
