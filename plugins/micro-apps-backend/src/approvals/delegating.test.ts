import {
  APP,
  audited,
  ballot,
  detail,
  IVAN,
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
import type { Portal } from '../__testUtils__';

const start = usePortals();

async function notices({ knex }: Portal, kind: string) {
  const rows: { payload: string; due_at: string }[] = await knex(
    'micro_apps_outbox',
  )
    .where({ topic: 'notice' })
    .orderBy('id');
  return rows
    .map(({ payload, due_at: dueAt }) => ({ ...JSON.parse(payload), dueAt }))
    .filter(notice => notice.kind === kind);
}

async function open(options: Parameters<typeof start>[0] = {}) {
  const portal = await start(options);
  await registered(portal, MEDIUM);
  return { portal, request: await requested(portal) };
}

describe('handing a review to a colleague', () => {
  it('is recorded, told to her and audited, and she decides', async () => {
    const { portal, request } = await open();
    const { body } = await portal
      .as(SAM)
      .post(`/requests/${request.id}/delegate`, {
        to: SUE,
        note: 'I am away tomorrow',
      })
      .expect(200);
    expect(body.delegations).toMatchObject([
      { role: 'security', from: SAM, to: SUE, note: 'I am away tomorrow' },
    ]);
    expect(await notices(portal, 'request.delegated')).toMatchObject([
      { to: { people: [SUE] }, appId: APP },
    ]);
    expect(await audited(portal)).toContain('request.delegated');
    const last = await voted(portal.as(SUE), request).expect(200);
    expect(last.body.state).toBe('approved');
  });

  it('makes nobody eligible who could not decide by herself', async () => {
    const { portal, request } = await open();
    for (const to of [MAYA, PAT, IVAN, 'user:default/rita']) {
      await portal
        .as(SAM)
        .post(`/requests/${request.id}/delegate`, { to })
        .expect(403);
      await voted(portal.as(to), request).expect(403);
    }
    expect((await detail(portal, SAM)).request?.delegations).toEqual([]);
  });

  it('gives nothing to a colleague who leaves the group before she votes', async () => {
    const { portal, request } = await open();
    await portal
      .as(SAM)
      .post(`/requests/${request.id}/delegate`, { to: SUE })
      .expect(200);
    portal.company.hire('sue', { groups: ['sales'] });
    await voted(portal.as(SUE), request).expect(403);
  });

  it.each([
    ['by somebody who may not decide', MAYA, SUE, 403],
    ['to oneself', SAM, SAM, 400],
    ['to oneself in capitals', SAM, 'User:Default/SAM', 400],
    ['to somebody whom nobody knows', SAM, 'user:default/nobody', 400],
    ['to a group', SAM, 'group:default/security-reviewers', 400],
  ])('is refused %s', async (_, from, to, status) => {
    const { portal, request } = await open();
    await portal
      .as(from)
      .post(`/requests/${request.id}/delegate`, { to })
      .expect(status);
  });

  it('is refused to a second account of the same person', async () => {
    const { portal, request } = await open();
    portal.company.hire('sam2', {
      groups: ['security-reviewers'],
      subject: 'sub-sam',
    });
    await portal
      .as(SAM)
      .post(`/requests/${request.id}/delegate`, { to: 'user:default/sam2' })
      .expect(400);
  });

  it('is over once the request is decided, and for whoever has voted', async () => {
    const { portal, request } = await open({
      microApps: { approvals: { medium: { security: 2 } } },
    });
    await voted(portal.as(SAM), request).expect(200);
    await portal
      .as(SAM)
      .post(`/requests/${request.id}/delegate`, { to: SUE })
      .expect(409);
    await voted(portal.as(SUE), request).expect(200);
    await portal
      .as(SUE)
      .post(`/requests/${request.id}/delegate`, { to: SAM })
      .expect(409);
  });
});

describe('one key for one vote (A1)', () => {
  it('gives the same decision again, once', async () => {
    const { portal, request } = await open();
    const sent = { ...ballot(request), idempotencyKey: 'vote-1' };
    const path = `/requests/${request.id}/votes`;
    const first = await portal.as(SAM).post(path, sent).expect(200);
    const second = await portal.as(SAM).post(path, sent).expect(200);
    expect(second.body).toEqual(first.body);
    expect(
      (await audited(portal)).filter(action => action === 'request.voted'),
    ).toHaveLength(1);
    // Without the key it is a second decision on a decided request.
    await voted(portal.as(SAM), request).expect(409);
  });

  it('counts once when it comes in twice at the same moment', async () => {
    const { portal, request } = await open({
      microApps: { approvals: { medium: { security: 2 } } },
    });
    const sent = { ...ballot(request), idempotencyKey: 'vote-1' };
    const path = `/requests/${request.id}/votes`;
    const answers = await Promise.all(
      [1, 2, 3].map(() => portal.as(SAM).post(path, sent)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(
      (await audited(portal)).filter(action => action === 'request.voted'),
    ).toHaveLength(1);
  });

  it('belongs to one person and one request', async () => {
    const { portal, request } = await open({
      microApps: { approvals: { medium: { security: 2 } } },
    });
    const sent = { ...ballot(request), idempotencyKey: 'vote-1' };
    const path = `/requests/${request.id}/votes`;
    await portal.as(SAM).post(path, sent).expect(200);
    const { body } = await portal.as(SUE).post(path, sent).expect(200);
    expect(body.state).toBe('approved');
    const other = await portal
      .as(SAM)
      .post('/requests/another/votes', sent)
      .expect(400);
    expect(other.body.error.message).toContain('another request');
  });

  it('belongs to one decision: it does not turn a second one into the first', async () => {
    const { portal, request } = await open({
      microApps: { approvals: { medium: { security: 2 } } },
    });
    const sent = { ...ballot(request), idempotencyKey: 'vote-1' };
    const path = `/requests/${request.id}/votes`;
    await portal.as(SAM).post(path, sent).expect(200);
    const { body } = await portal
      .as(SAM)
      .post(path, { ...sent, choice: 'reject', reason: 'On second thoughts' })
      .expect(400);
    expect(body.error.details).toEqual([
      { path: 'idempotencyKey', message: 'Send a new key' },
    ]);
    expect(
      (await audited(portal)).filter(action => action === 'request.voted'),
    ).toHaveLength(1);
  });
});

describe('reminders', () => {
  it('tell the reviewers, remind them a day before, and administrators when it is due', async () => {
    const { portal, request } = await open();
    expect(await notices(portal, 'request.opened')).toMatchObject([
      { to: { role: 'security', businessUnit: 'group:default/product' } },
    ]);
    const due = Date.parse(request.dueAt ?? '');
    expect(await notices(portal, 'request.due-soon')).toMatchObject([
      {
        to: { role: 'security' },
        dueAt: new Date(due - 86_400_000).toISOString(),
      },
    ]);
    expect(await notices(portal, 'request.overdue')).toMatchObject([
      { to: { administrators: true }, urgent: true, dueAt: request.dueAt },
    ]);
  });

  it('end with the decision, which is told to the makers', async () => {
    const { portal, request } = await open();
    await voted(portal.as(SAM), request).expect(200);
    for (const kind of ['request.due-soon', 'request.overdue']) {
      expect(await notices(portal, kind)).toEqual([]);
    }
    expect(await notices(portal, 'request.decided')).toMatchObject([
      {
        to: { people: [MAYA, 'user:default/rita'] },
        title: 'Where2Eat was approved',
      },
    ]);
  });

  it('of the maker wait while the reviewers hold the ball, and go on from where they were', async () => {
    const { portal, request } = await open();
    const DAY = 86_400_000;
    const ask = (of: typeof request) =>
      voted(portal.as(SAM), of, {
        choice: 'ask-for-changes',
        items: ['Say more'],
      }).expect(200);
    const { body } = await ask(request);
    const daysAhead = async () =>
      (await notices(portal, 'request.answer-missing')).map(({ dueAt }) =>
        Math.round((Date.parse(dueAt) - Date.now()) / DAY),
      );
    expect(await daysAhead()).toEqual([3, 7]);
    // She had the ball for two days.
    const [row] = await portal.knex('micro_apps_requests').select('turns');
    const turns = JSON.parse(row.turns).map(
      (turn: { at: string; holder: string }) => ({
        ...turn,
        at: new Date(Date.parse(turn.at) - 2 * DAY).toISOString(),
      }),
    );
    await portal
      .knex('micro_apps_requests')
      .update({ turns: JSON.stringify(turns) });
    await portal
      .as(MAYA)
      .post(`/requests/${request.id}/items/${body.items[0].id}`, { done: true })
      .expect(200);
    await portal.as(MAYA).post(`/requests/${request.id}/resubmit`).expect(200);
    expect(await daysAhead()).toEqual([]);
    expect(await notices(portal, 'request.overdue')).toHaveLength(1);
    await ask(request);
    expect(await daysAhead()).toEqual([1, 5]);
  });

  it('end when she takes it back', async () => {
    const { portal, request } = await open();
    await portal.as(MAYA).post(`/requests/${request.id}/withdraw`).expect(200);
    expect(await notices(portal, 'request.overdue')).toEqual([]);
  });

  it('tell administrators at once when nobody holds the role, and it waits (E5)', async () => {
    const portal = await start({
      microApps: { approvers: { privacy: ['group:default/privacy-office'] } },
    });
    await registered(portal, MEDIUM);
    const request = await requested(portal);
    expect(await notices(portal, 'request.nobody-decides')).toMatchObject([
      { to: { administrators: true }, urgent: true },
    ]);
    expect(await notices(portal, 'request.opened')).toEqual([]);
    await voted(portal.as(SAM), request).expect(403);
    expect((await detail(portal)).request?.state).toBe('open');
  });

  it('reach the next step when it is its turn', async () => {
    const portal = await start({
      microApps: { approvals: { steps: [['security'], ['privacy']] } },
    });
    await registered(portal, { classification: 'regulated' });
    const request = await requested(portal);
    const told = async () =>
      (await notices(portal, 'request.opened')).map(({ to }) => to.role);
    expect(await told()).toEqual(['security']);
    await voted(portal.as(SAM), request).expect(200);
    expect(await told()).toEqual(['security', 'privacy']);
  });
});
