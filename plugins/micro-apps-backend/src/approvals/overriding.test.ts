import type { RequestView } from '@micro-apps/plugin-micro-apps-common';
import {
  APP,
  audited,
  change,
  detail,
  HIGH,
  IVAN,
  MAYA,
  MEDIUM,
  NOAH,
  PAT,
  registered,
  requested,
  SAM,
  SUE,
  usePortals,
  voted,
  type Portal,
} from '../__testUtils__';

const start = usePortals();
const REASON = 'The payment service is down and this app mends it';

async function open(changes = MEDIUM, options = {}) {
  const portal = await start(options);
  await registered(portal, changes);
  return { portal, request: await requested(portal) };
}

function overridden(
  portal: Portal,
  request: RequestView,
  ref: string,
  changes: object = {},
) {
  return portal.as(ref).post(`/requests/${request.id}/override`, {
    reason: REASON,
    envelopeHash: request.envelopeHash,
    expectedVersion: request.version,
    ...changes,
  });
}

function looked(
  portal: Portal,
  { id }: RequestView,
  ref: string,
  outcome: string,
) {
  return portal.as(ref).post(`/requests/${id}/override-review`, {
    outcome,
    reason: 'Looked at it',
  });
}

describe('an emergency override (A9)', () => {
  it('approves with a reason and its own event, and a second look is due in 24 hours', async () => {
    const { portal, request } = await open();
    const { body } = await overridden(portal, request, IVAN).expect(200);
    expect(body).toMatchObject({
      state: 'approved',
      automatic: false,
      votes: [],
      override: { by: IVAN, reason: REASON, isOverdue: false },
    });
    const { at, dueAt } = body.override;
    expect(Date.parse(dueAt) - Date.parse(at)).toBe(24 * 3_600_000);
    expect((await detail(portal)).approval).toBe('approved');
    expect(await audited(portal)).toContain('request.overridden');
    expect(await audited(portal)).not.toContain('request.voted');
    const { body: queue } = await portal.as(SAM).get('/requests').expect(200);
    expect(queue.items).toMatchObject([
      { id: request.id, state: 'approved', secondLookDueAt: dueAt },
    ]);
  });

  it('is told to everybody who should have been asked, and again when the look is overdue', async () => {
    const { portal, request } = await open();
    const { body } = await overridden(portal, request, IVAN).expect(200);
    const rows = await portal
      .knex('micro_apps_outbox')
      .where({ topic: 'notice' });
    const told = rows.map(({ payload, due_at: dueAt }) => ({
      ...JSON.parse(payload),
      dueAt,
    }));
    expect(told).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'request.overridden',
          to: { role: 'security', businessUnit: 'group:default/product' },
        }),
        expect.objectContaining({
          kind: 'request.overridden',
          to: { administrators: true },
        }),
        expect.objectContaining({
          kind: 'request.second-look-overdue',
          dueAt: body.override.dueAt,
        }),
      ]),
    );
  });

  it.each([
    ['the owner', MAYA],
    ['whoever asked', MAYA],
    ['the second owner', 'user:default/rita'],
  ])('is refused to %s, whatever the permission says', async (_, ref) => {
    const { portal, request } = await open({
      ...MEDIUM,
      successor: 'user:default/rita',
    });
    await overridden(portal, request, ref).expect(403);
    expect((await detail(portal)).request?.state).toBe('open');
  });

  it('is refused to a second account of the owner, and to her team in High', async () => {
    const { portal, request } = await open(HIGH);
    portal.company.hire('admin', {
      groups: ['it-administrators'],
      subject: 'sub-maya',
    });
    await overridden(portal, request, 'user:default/admin').expect(403);
    portal.company.hire('tom', { groups: ['product', 'it-administrators'] });
    await overridden(portal, request, 'user:default/tom').expect(403);
  });

  it('is refused to reviewers and everybody else, whatever the portal allows', async () => {
    const { portal, request } = await open();
    for (const ref of [SAM, PAT, NOAH]) {
      const { body } = await overridden(portal, request, ref).expect(403);
      expect(body.error.message).toContain('Only portal administrators');
    }
    const seen = await detail(portal, IVAN);
    expect(seen.viewer.canOverride).toBe(true);
    expect((await detail(portal, SAM)).viewer).toMatchObject({
      canOverride: false,
      canDelegate: true,
    });
    expect((await detail(portal)).viewer.canOverride).toBe(false);
  });

  it('needs its own permission, a person, a reason and what stands now', async () => {
    const { portal, request } = await open(MEDIUM, {
      denied: ['micro-apps.request.override'],
    });
    await overridden(portal, request, IVAN).expect(403);
    const other = await open();
    await overridden(other.portal, other.request, IVAN, {
      reason: 'Because',
    }).expect(400);
    await overridden(other.portal, other.request, IVAN, {
      expectedVersion: 9,
    }).expect(409);
    await other.portal
      .as(IVAN, { actor: 'plugin:scaffolder' })
      .post(`/requests/${other.request.id}/override`, {
        reason: REASON,
        envelopeHash: other.request.envelopeHash,
        expectedVersion: 1,
      })
      .expect(403);
  });

  it('opens no gate that scans or rules keep shut', async () => {
    const { portal, request } = await open();
    await overridden(portal, request, IVAN).expect(200);
    const { body } = await portal
      .as(MAYA)
      .post(`/apps/${APP}/promotions`, {
        environment: 'beta',
        idempotencyKey: 'once',
      })
      .expect(409);
    expect(JSON.stringify(body)).not.toContain('Nobody has approved');
  });
});

describe('the second look', () => {
  it('is another person’s, of those who should have been asked', async () => {
    const { portal, request } = await open(MEDIUM, {
      microApps: {
        approvers: {
          security: [
            'group:default/security-reviewers',
            'group:default/it-administrators',
          ],
        },
      },
    });
    await overridden(portal, request, IVAN).expect(200);
    for (const ref of [IVAN, MAYA, PAT, NOAH]) {
      await looked(portal, request, ref, 'upheld').expect(403);
    }
    const { body } = await looked(portal, request, SAM, 'upheld').expect(200);
    expect(body).toMatchObject({
      state: 'approved',
      override: { review: { by: SAM, outcome: 'upheld' } },
    });
    expect(await audited(portal)).toContain('request.override-reviewed');
    const { body: queue } = await portal.as(SAM).get('/requests').expect(200);
    expect(queue.items).toEqual([]);
    await looked(portal, request, SUE, 'taken-back').expect(409);
  });

  it('can take the approval back, as if nobody had ever given it', async () => {
    const { portal, request } = await open();
    await overridden(portal, request, IVAN).expect(200);
    const { body } = await looked(portal, request, SAM, 'taken-back').expect(
      200,
    );
    expect(body.state).toBe('void');
    expect((await detail(portal)).approval).toBe('missing');
    // The usual way is open again.
    const again = await requested(portal);
    const last = await voted(portal.as(SUE), again).expect(200);
    expect(last.body.state).toBe('approved');
  });

  it('stays due when the app is changed meanwhile', async () => {
    const { portal, request } = await open();
    await overridden(portal, request, IVAN).expect(200);
    await change(portal, { scopes: [] });
    const { body } = await portal.as(SAM).get('/requests').expect(200);
    expect(body.items).toMatchObject([{ id: request.id, state: 'void' }]);
    await looked(portal, request, SAM, 'upheld').expect(200);
  });

  it('is shown as overdue after 24 hours', async () => {
    const { portal, request } = await open();
    await overridden(portal, request, IVAN).expect(200);
    await portal
      .knex('micro_apps_request_overrides')
      .update({ due_at: '2020-01-01T00:00:00.000Z' });
    const { request: seen } = await detail(portal, SAM);
    expect(seen?.override?.isOverdue).toBe(true);
    expect(seen?.viewer.mayReviewOverride).toBe(true);
    await looked(portal, request, SAM, 'upheld').expect(200);
    expect((await detail(portal, SAM)).request?.override?.isOverdue).toBe(
      false,
    );
  });

  it('is asked of nothing that the usual people approved', async () => {
    const { portal, request } = await open();
    await voted(portal.as(SAM), request).expect(200);
    await looked(portal, request, SUE, 'taken-back').expect(409);
    expect((await detail(portal)).approval).toBe('approved');
  });
});
