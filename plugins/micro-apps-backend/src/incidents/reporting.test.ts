import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  APP,
  audited,
  detail,
  inHours,
  incident,
  IVAN,
  MAYA,
  NOAH,
  PAT,
  registered,
  REPORT,
  reported,
  RITA,
  SAM,
  step,
  usePortals,
  type Portal,
} from '../__testUtils__';

const start = usePortals();

async function ofApp(portal: Portal, ref: string) {
  const { body } = await portal
    .as(ref)
    .get(`/apps/${APP}/incidents`)
    .expect(200);
  return body;
}

/** What is told about an incident, by the words at the end of its key. */
async function notices({ knex }: Portal, key = 'reported') {
  const notes = await knex('micro_apps_outbox')
    .where({ topic: 'notice' })
    .whereLike('message_key', `%:${key}%`)
    .orderBy('message_key');
  return notes.map(({ payload }) => JSON.parse(payload));
}

describe('reporting an incident', () => {
  it('is for everybody who sees the app; security and owner are told at once', async () => {
    const portal = await start();
    await registered(portal, { successor: RITA });
    const made = await reported(portal);
    expect(made).toMatchObject({
      ...REPORT,
      appId: APP,
      originId: made.id,
      reportedBy: NOAH,
      detectedAt: made.reportedAt,
      worstSeverity: 'low',
      severities: [{ severity: 'low', by: NOAH }],
      duties: ['escalation', 'root-cause'],
      clocks: [
        { name: 'escalation', state: 'running' },
        { name: 'root-cause', state: 'running' },
      ],
      breaches: [],
      viewer: { mayHandle: false, mayWriteCauses: false, mayLower: false },
    });
    const [escalation, causes] = made.clocks.map(({ dueAt }) =>
      Date.parse(dueAt),
    );
    const detected = Date.parse(made.detectedAt);
    expect([escalation - detected, causes - detected]).toEqual([
      2 * 3_600_000,
      74 * 3_600_000,
    ]);
    expect(await notices(portal)).toMatchObject([
      {
        kind: 'incident.reported',
        to: { people: [MAYA, RITA] },
        urgent: true,
        appId: APP,
        link: `/micro-apps/incidents/${made.id}`,
      },
      { to: { role: 'security' }, urgent: true },
    ]);
    expect((await audited(portal)).at(-1)).toBe('incident.reported');
    expect((await detail(portal)).standing).toBe('active');
  });

  it('takes an earlier time, and never one in the future', async () => {
    const portal = await start();
    await registered(portal);
    const detectedAt = inHours(-1);
    expect((await reported(portal, { detectedAt })).detectedAt).toBe(
      detectedAt,
    );
    for (const wrong of [inHours(0.1), inHours(-366 * 24)]) {
      const { status, body } = await portal
        .as(NOAH)
        .post(`/apps/${APP}/incidents`, { ...REPORT, detectedAt: wrong });
      expect([status, body.error.code]).toEqual([400, 'invalid-input']);
    }
  });

  it('writes a breach down at once when it was noticed too long ago', async () => {
    const portal = await start();
    await registered(portal);
    const detectedAt = inHours(-5);
    const made = await reported(portal, { detectedAt });
    expect(made.breaches).toEqual([
      {
        clock: 'escalation',
        at: made.clocks[0].dueAt,
        noticedAt: made.reportedAt,
      },
    ]);
    expect(await audited(portal)).toContain('incident.breached');
    expect(await notices(portal, 'breach')).toHaveLength(3);
  });

  it('is done once when the same report comes twice', async () => {
    const portal = await start();
    await registered(portal);
    const once = { idempotencyKey: 'once' };
    const first = await reported(portal, once);
    const [a, b] = await Promise.all([
      reported(portal, once),
      reported(portal, once),
    ]);
    expect([a.id, b.id]).toEqual([first.id, first.id]);
    expect((await ofApp(portal, SAM)).items).toHaveLength(1);
    const other = await portal
      .as(NOAH)
      .post(`/apps/${APP}/incidents`, { ...REPORT, ...once, title: 'Other' });
    expect([other.status, other.body.error.code]).toEqual([
      400,
      'invalid-input',
    ]);
  });

  it('is not for a tool that acts for somebody, nor for an app that is not there', async () => {
    const portal = await start();
    await registered(portal);
    await portal
      .as(NOAH, { actor: 'plugin:scaffolder' })
      .post(`/apps/${APP}/incidents`, REPORT)
      .expect(403);
    await portal.as(NOAH).post('/apps/nothing/incidents', REPORT).expect(404);
  });

  it('refuses what is left out or not known', async () => {
    const portal = await start();
    await registered(portal);
    for (const wrong of [
      { title: '' },
      { whatHappened: '   ' },
      { severity: 'grave' },
      { detectedAt: 'yesterday' },
      { escalatedAt: inHours(-1) },
      { about: { kind: 'planet', name: 'mars' } },
    ]) {
      const { status } = await portal
        .as(NOAH)
        .post(`/apps/${APP}/incidents`, { ...REPORT, ...wrong });
      expect([wrong, status]).toEqual([wrong, 400]);
    }
    expect(await portal.knex('micro_apps_incidents')).toEqual([]);
  });
});

describe('who sees incidents', () => {
  it('of an app: its owner’s side, reviewers and administrators all, others their own', async () => {
    const portal = await start();
    await registered(portal, { successor: RITA });
    const made = await reported(portal);
    await reported(portal, { title: 'Another' }, SAM);
    for (const ref of [MAYA, RITA, SAM, PAT, IVAN]) {
      const seen = await ofApp(portal, ref);
      expect([ref, seen.items.length, seen.viewer]).toEqual([
        ref,
        2,
        { mayReport: true, seesAll: true },
      ]);
    }
    const own = await ofApp(portal, NOAH);
    expect(own.items).toMatchObject([{ id: made.id }]);
    expect(own.viewer.seesAll).toBe(false);
    expect((await incident(portal, made, NOAH)).id).toBe(made.id);
  });

  it('does not tell others that there is one, whatever they try', async () => {
    const portal = await start();
    await registered(portal);
    const made = await reported(portal, {}, MAYA);
    const noah = portal.as(NOAH);
    await noah.get(`/incidents/${made.id}`).expect(404);
    await noah.get(`/incidents/${made.id}/affected`).expect(404);
    for (const [name, body] of [
      ['escalate', {}],
      ['severity', { severity: 'high', reason: 'It is grave' }],
      ['reopen', { reason: 'It came back' }],
      ['spread', { appIds: [APP] }],
    ] as const) {
      const { status } = await step(noah, made, name, body);
      expect([name, status]).toEqual([name, 404]);
    }
  });

  it('shows auditors all of them, and lets them change nothing', async () => {
    const portal = await start({
      microApps: { audit: { auditors: ['group:default/sales'] } },
    });
    await registered(portal);
    const made = await reported(portal, {}, MAYA);
    expect((await ofApp(portal, NOAH)).items).toHaveLength(1);
    const raise = { severity: 'high', reason: 'It is grave' };
    await step(portal.as(NOAH), made, 'severity', raise).expect(403);
  });

  it('in the list: all for reviewers, theirs for others, page by page', async () => {
    const portal = await start();
    await registered(portal);
    const early = await reported(portal, { detectedAt: inHours(-3) });
    const late = await reported(portal, {}, SAM);
    const list = async (ref: string, query = '') => {
      const { body } = await portal
        .as(ref)
        .get(`/incidents${query}`)
        .expect(200);
      return body;
    };
    const ids = async (ref: string, query = '') =>
      (await list(ref, query)).items.map(({ id }: { id: string }) => id);
    expect(await ids(SAM)).toEqual([early.id, late.id]);
    expect(await ids(SAM, '?show=overdue')).toEqual([early.id]);
    expect(await ids(SAM, '?show=all')).toEqual([late.id, early.id]);
    expect(await ids(MAYA)).toEqual([early.id, late.id]);
    expect(await ids(NOAH)).toEqual([early.id]);
    for (const show of ['open', 'all']) {
      const first = await list(SAM, `?show=${show}&limit=1`);
      const next = await list(
        SAM,
        `?show=${show}&limit=1&cursor=${first.nextCursor}`,
      );
      expect([first.total, next.nextCursor]).toEqual([2, undefined]);
      expect(next.items[0].id).not.toBe(first.items[0].id);
    }
    await portal.as(SAM).get('/incidents?cursor=nowhere').expect(400);
  });

  it('is the organisation’s policy to narrow', async () => {
    const portal = await start({
      permitted: permission =>
        permission.name.startsWith('micro-apps.incident')
          ? {
              result: AuthorizeResult.CONDITIONAL,
              pluginId: 'micro-apps',
              resourceType: 'micro-app',
              conditions: {
                rule: 'IS_OWNER',
                resourceType: 'micro-app',
                params: { claims: [RITA] },
              },
            }
          : undefined,
    });
    await registered(portal, { name: 'Hers', successor: RITA });
    await registered(portal, { name: 'Not hers', successor: undefined });
    const report = (id: string) =>
      portal.as(SAM).post(`/apps/${id}/incidents`, REPORT);
    const { body: made } = await report('hers').expect(201);
    await report('not-hers').expect(403);
    await portal.as(SAM).get('/apps/not-hers/incidents').expect(404);
    await portal.knex('micro_apps_incidents').insert({
      ...(await portal.knex('micro_apps_incidents').first()),
      id: 'other',
      origin_id: 'other',
      app_id: 'not-hers',
    });
    await portal.as(SAM).get('/incidents/other').expect(404);
    await step(portal.as(SAM), { id: 'other' }, 'escalate').expect(403);
    const { body } = await portal.as(SAM).get('/incidents').expect(200);
    expect(body).toMatchObject({ items: [{ id: made.id }], total: 1 });
  });
});
