import {
  audited,
  detail,
  CAUSES,
  explained,
  IVAN,
  incident,
  MAYA,
  NOAH,
  PAT,
  registered,
  reported,
  RITA,
  SAM,
  SECURITY,
  step,
  SUE,
  usePortals,
  type Portal,
} from '../__testUtils__';

const start = usePortals();

async function ready(changes: Parameters<typeof reported>[1] = {}, ref = NOAH) {
  const portal = await start();
  await registered(portal);
  return { portal, made: await reported(portal, changes, ref) };
}

async function refused(
  portal: Portal,
  about: { id: string },
  options: { ref: string; name: string; body?: object },
) {
  const { ref, name, body } = options;
  const answer = await step(portal.as(ref), about, name, body);
  return [answer.status, answer.body.error?.code];
}

describe('taking an incident on', () => {
  it('is the security team’s, at the instant of the server', async () => {
    const { portal, made } = await ready();
    const before = Date.now();
    for (const ref of [MAYA, PAT, IVAN, NOAH]) {
      expect(await refused(portal, made, { ref, name: 'escalate' })).toEqual([
        403,
        'not-eligible',
      ]);
    }
    const { body } = await step(portal.as(SAM), made, 'escalate').expect(200);
    expect(body).toMatchObject({
      escalatedBy: SAM,
      duties: ['root-cause'],
      clocks: [{ state: 'met' }, { state: 'running' }],
    });
    const escalated = Date.parse(body.escalatedAt);
    expect(escalated).toBeGreaterThanOrEqual(before);
    expect(Date.parse(body.clocks[1].dueAt) - escalated).toBe(72 * 3_600_000);
    expect(await refused(portal, made, { ref: SUE, name: 'escalate' })).toEqual(
      [409, 'not-in-this-state'],
    );
    expect((await audited(portal)).slice(-2)).toEqual([
      'incident.escalated',
      'decision.refused',
    ]);
  });

  it('is nobody’s who owns the app, under a second account either', async () => {
    const { portal, made } = await ready();
    portal.company.hire('maya', { groups: [SECURITY] });
    portal.company.hire('m2', { groups: [SECURITY], subject: 'sub-maya' });
    for (const ref of [MAYA, 'user:default/m2']) {
      expect(await refused(portal, made, { ref, name: 'escalate' })).toEqual([
        403,
        'not-eligible',
      ]);
    }
  });

  it('is done by nobody else for her, and not while the directory is away', async () => {
    const { portal, made } = await ready();
    const tool = portal.as(SAM, { actor: 'plugin:scaffolder' });
    await step(tool, made, 'escalate').expect(403);
    portal.company.goAway();
    await step(portal.as(SAM), made, 'escalate').expect(503);
  });
});

describe('the causes', () => {
  it('come from the owner’s side, in versions that all stay', async () => {
    const { portal, made } = await ready();
    for (const ref of [SAM, NOAH]) {
      const body = CAUSES;
      expect(
        await refused(portal, made, { ref, name: 'causes', body }),
      ).toEqual([403, 'not-allowed']);
    }
    const maya = portal.as(MAYA);
    await step(maya, made, 'causes', CAUSES).expect(200);
    const again = { ...CAUSES, causes: 'It was the group, and nobody looked' };
    const { body } = await step(maya, made, 'causes', again).expect(200);
    expect(body.causes).toMatchObject([again, CAUSES]);
    expect(body.causes[0].by).toBe(MAYA);
    for (const wrong of [
      { ...CAUSES, causes: 'Unsure' },
      { ...CAUSES, actions: [] },
      { ...CAUSES, actions: [{ ...CAUSES.actions[0], until: 'soon' }] },
      { ...CAUSES, actions: [{ ...CAUSES.actions[0], until: '2027-13-01' }] },
      { ...CAUSES, receivedAt: '2026-01-01T00:00:00Z' },
    ]) {
      await step(maya, made, 'causes', wrong).expect(400);
    }
  });
});

describe('another severity (B13)', () => {
  it('is raised by who has a part in it, and lowered by another person only', async () => {
    const { portal, made } = await ready();
    const high = { severity: 'high', reason: 'More people were hit' };
    const low = { severity: 'low', reason: 'It was not so bad' };
    await step(portal.as(SAM), made, 'severity', high).expect(200);
    for (const ref of [SAM, MAYA, NOAH, PAT]) {
      expect([
        ref,
        ...(await refused(portal, made, { ref, name: 'severity', body: low })),
      ]).toEqual([ref, 403, 'not-eligible']);
    }
    portal.company.hire('s2', { groups: [SECURITY], subject: 'sub-sam' });
    const ref = 'user:default/s2';
    expect(
      await refused(portal, made, { ref, name: 'severity', body: low }),
    ).toEqual([403, 'not-eligible']);
    const { body } = await step(portal.as(SUE), made, 'severity', low).expect(
      200,
    );
    expect(body).toMatchObject({
      severity: 'low',
      worstSeverity: 'high',
      severities: [
        { severity: 'low', by: NOAH },
        { severity: 'high', by: SAM, reason: high.reason },
        { severity: 'low', by: SUE, reason: low.reason },
      ],
      clocks: made.clocks,
      duties: [
        'escalation',
        'root-cause',
        'post-mortem',
        'suspension-decision',
      ],
    });
  });

  it('says who may, before anybody tries', async () => {
    const { portal, made } = await ready({ severity: 'medium' }, SAM);
    const viewer = async (ref: string) =>
      (await incident(portal, made, ref)).viewer;
    expect(await viewer(SAM)).toMatchObject({
      mayRaise: true,
      mayLower: false,
    });
    expect(await viewer(SUE)).toMatchObject({ mayRaise: true, mayLower: true });
    expect(await viewer(MAYA)).toMatchObject({
      mayRaise: true,
      mayLower: false,
      mayWriteCauses: true,
      mayHandle: false,
    });
  });
});

describe('a grave incident', () => {
  const postMortem = { text: 'We looked back together and learnt to ask' };
  const suspend = { decision: 'suspend', reason: 'It still leaks' };

  it('is closed after post-mortem and decision, and not before', async () => {
    const { portal, made } = await ready({ severity: 'high' });
    await explained(portal, made);
    const close = { ref: SAM, name: 'close' };
    expect(await refused(portal, made, close)).toEqual([
      409,
      'not-in-this-state',
    ]);
    const sam = portal.as(SAM);
    for (const [name, body] of [
      ['post-mortem', postMortem],
      ['suspension', suspend],
    ] as const) {
      expect(await refused(portal, made, { ref: MAYA, name, body })).toEqual([
        403,
        'not-eligible',
      ]);
      await step(sam, made, name, body).expect(200);
    }
    const body = postMortem;
    expect(
      await refused(portal, made, { ref: SUE, name: 'post-mortem', body }),
    ).toEqual([409, 'not-in-this-state']);
    expect(await refused(portal, made, { ref: MAYA, name: 'close' })).toEqual([
      403,
      'not-eligible',
    ]);
    const closed = await step(sam, made, 'close').expect(200);
    expect(closed.body).toMatchObject({
      postMortem: { ...postMortem, by: SAM },
      suspension: { ...suspend, by: SAM },
      closedBy: SAM,
      duties: [],
    });
    expect(await refused(portal, made, close)).toEqual([
      409,
      'not-in-this-state',
    ]);
  });

  it('has a decision that is told and suspends the app at once', async () => {
    const { portal, made } = await ready({ severity: 'high' });
    await step(portal.as(SAM), made, 'suspension', suspend).expect(200);
    const notes = await portal
      .knex('micro_apps_outbox')
      .whereLike('message_key', '%:suspension:%');
    const told = notes.map(({ payload }) => JSON.parse(payload).to);
    expect(told).toEqual(
      expect.arrayContaining([
        { administrators: true },
        { people: [MAYA, RITA] },
      ]),
    );
    const [event] = await portal
      .knex('micro_apps_outbox')
      .where({ topic: 'happened' })
      .whereLike('payload', '%incident.suspension-decided%');
    expect(JSON.parse(event.payload).about).toMatchObject({
      incidentId: made.id,
      decision: 'suspend',
    });
    expect((await detail(portal)).standing).toBe('suspended');
    expect((await audited(portal)).slice(-2)).toEqual([
      'app.suspended',
      'incident.suspension-decided',
    ]);
    // A later decision takes its place, and releases nothing by itself.
    const keep = { decision: 'keep-running', reason: 'It is mended' };
    await step(portal.as(SUE), made, 'suspension', keep).expect(200);
    expect((await incident(portal, made)).suspension).toMatchObject({
      ...keep,
      by: SUE,
    });
    expect((await detail(portal)).standing).toBe('suspended');
  });
});

describe('a closed incident', () => {
  it('takes no more steps, and is opened again with the same clocks (B14)', async () => {
    const { portal, made } = await ready();
    await explained(portal, made);
    const before = await incident(portal, made);
    await step(portal.as(SAM), made, 'close').expect(200);
    for (const [ref, name, body] of [
      [SAM, 'escalate', {}],
      [MAYA, 'causes', CAUSES],
      [SAM, 'severity', { severity: 'high', reason: 'It came back' }],
      [SAM, 'post-mortem', { text: 'We looked back together' }],
      [SAM, 'suspension', { decision: 'suspend', reason: 'It leaks' }],
      [SAM, 'about', { kind: 'vendor', name: 'mapland' }],
    ] as const) {
      expect([
        name,
        ...(await refused(portal, made, { ref, name, body })),
      ]).toEqual([name, 409, 'not-in-this-state']);
    }
    const reopen = { reason: 'It came back' };
    const { body } = await step(portal.as(NOAH), made, 'reopen', reopen).expect(
      200,
    );
    expect(body).toMatchObject({
      clocks: before.clocks,
      escalatedAt: before.escalatedAt,
      causes: before.causes,
      reopened: 1,
    });
    expect(body.closedAt).toBe(undefined);
    await step(portal.as(SAM), made, 'reopen', reopen).expect(409);
    await step(portal.as(SUE), made, 'close').expect(200);
    const steps = (await audited(portal)).filter(each =>
      each.startsWith('incident.'),
    );
    expect(steps.slice(-3)).toEqual([
      'incident.closed',
      'incident.reopened',
      'incident.closed',
    ]);
  });
});
