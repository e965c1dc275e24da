import type {
  ContainmentRequest,
  ContainmentView,
} from '@micro-apps/plugin-micro-apps-common';
import {
  ADMINISTRATORS,
  APP,
  audited,
  change,
  detail,
  IVAN,
  LENA,
  MAYA,
  MEDIUM,
  NOAH,
  PAT,
  registered,
  requested,
  RITA,
  SAM,
  SECURITY,
  settled,
  SUE,
  usePortals,
  voted,
  withCode,
  withEvidence,
  type Portal,
} from '../__testUtils__';

const start = usePortals();
const REASON = 'It sends data to an address that nobody knows';

/** Somebody holds or releases the app as she sees it now. */
async function sent(
  portal: Portal,
  ref: string,
  body: Partial<ContainmentRequest>,
) {
  const { version } = await detail(portal);
  const { body: view } = await portal.as(SAM).get(`/apps/${APP}/containment`);
  return portal.as(ref).post(`/apps/${APP}/containment`, {
    reason: REASON,
    expectedVersion: version,
    ...(body.action === 'release' && { holdId: view.hold?.id }),
    ...body,
  });
}

async function seen(portal: Portal, ref = MAYA): Promise<ContainmentView> {
  const { body } = await portal
    .as(ref)
    .get(`/apps/${APP}/containment`)
    .expect(200);
  return body;
}

async function freed(portal: Portal, ref = MAYA) {
  const { version } = await detail(portal);
  return portal.as(ref).post(`/apps/${APP}/containment/release-by-checks`, {
    expectedVersion: version,
  });
}

describe('who holds an app', () => {
  it('is security, IT or an administrator, never somebody else', async () => {
    const portal = await start();
    await registered(portal);
    for (const ref of [MAYA, RITA, PAT, LENA, NOAH]) {
      const { status, body } = await sent(portal, ref, {
        action: 'quarantine',
      });
      expect([ref, status, body.error.code]).toEqual([
        ref,
        403,
        'not-eligible',
      ]);
    }
    expect((await seen(portal)).standing).toBe('active');
    for (const ref of [SAM, IVAN]) {
      expect((await sent(portal, ref, { action: 'restrict' })).status).toBe(
        200,
      );
    }
    expect((await seen(portal)).standing).toBe('restricted');
  });

  it('is whom the business unit names, where it names its own', async () => {
    const portal = await start({
      microApps: {
        approvers: {
          security: [`group:default/${SECURITY}`],
          byBusinessUnit: {
            'group:default/product': { security: ['group:default/bank'] },
          },
        },
        administrators: [`group:default/${ADMINISTRATORS}`],
      },
    });
    await registered(portal);
    expect((await sent(portal, SAM, { action: 'restrict' })).status).toBe(403);
    portal.company.hire('sue', { groups: ['bank'] });
    expect((await sent(portal, SUE, { action: 'restrict' })).status).toBe(200);
  });

  it('is a person herself, no template or tool', async () => {
    const portal = await start();
    await registered(portal);
    const { status } = await portal
      .as(SAM, { actor: 'plugin:scaffolder' })
      .post(`/apps/${APP}/containment`, {
        action: 'quarantine',
        reason: REASON,
        expectedVersion: 1,
      });
    expect(status).toBe(403);
  });

  it('says why, and of which version', async () => {
    const portal = await start();
    await registered(portal);
    for (const body of [
      { reason: '' },
      { expectedVersion: undefined },
      { action: 'delete' },
      { controlIds: ['no-such-control'] },
    ] as const) {
      const answer = await portal.as(SAM).post(`/apps/${APP}/containment`, {
        action: 'quarantine',
        reason: REASON,
        expectedVersion: 1,
        ...body,
      });
      expect([body, answer.status]).toEqual([body, 400]);
    }
    await change(portal, { purpose: 'Finds places for lunch' });
    const { status, body } = await portal
      .as(SAM)
      .post(`/apps/${APP}/containment`, {
        action: 'quarantine',
        reason: REASON,
        expectedVersion: 1,
      });
    expect([status, body.error.code]).toEqual([
      409,
      'changed-since-you-looked',
    ]);
  });

  it('needs the permission of the portal besides', async () => {
    const portal = await start({ denied: ['micro-apps.app.contain'] });
    await registered(portal);
    expect((await sent(portal, SAM, { action: 'restrict' })).status).toBe(403);
    expect((await seen(portal, SAM)).viewer).toEqual({
      mayHold: [],
      mayRelease: false,
      mayReleaseByChecks: false,
    });
  });
});

describe('a held app', () => {
  it('says who, why, since when and what to do to its owner; to others, that it is', async () => {
    const portal = await start();
    await registered(portal);
    await sent(portal, SAM, {
      action: 'quarantine',
      controlIds: ['dynamic-security-scan'],
    });
    expect(await seen(portal)).toMatchObject({
      standing: 'quarantined',
      since: expect.any(String),
      hold: {
        by: SAM,
        reason: REASON,
        standing: 'quarantined',
        controls: [{ title: 'Dynamic security scan' }],
      },
      missing: [
        {
          controlId: 'dynamic-security-scan',
          next: expect.stringMatching(/\w/),
        },
      ],
      viewer: {
        mayHold: [],
        mayRelease: false,
        mayReleaseByChecks: true,
      },
    });
    const toNoah = await seen(portal, NOAH);
    expect(toNoah).toMatchObject({ standing: 'quarantined', missing: [] });
    expect(JSON.stringify(toNoah)).not.toMatch(/sends data|sam/);
    expect((await seen(portal, SUE)).viewer).toEqual({
      mayHold: ['quarantine', 'suspend'],
      mayRelease: true,
      mayReleaseByChecks: false,
    });
  });

  it('tells owner and second owner at once, with the steps', async () => {
    const portal = await start();
    await registered(portal, { successor: RITA });
    await sent(portal, SAM, { action: 'quarantine' });
    const notes = await portal
      .knex('micro_apps_outbox')
      .where('message_key', 'like', 'notice:hold:%')
      .pluck('payload');
    expect(JSON.parse(notes[0])).toMatchObject({
      kind: 'app.quarantined',
      urgent: true,
      to: { people: [MAYA, RITA] },
      text: expect.stringMatching(/nobody knows[^]*release it yourself/),
    });
  });

  it('is approved by nobody: a vote that was being given does not count', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    portal.company.onLookup(MAYA, async () => {
      await sent(portal, SUE, { action: 'quarantine' });
    });
    expect((await voted(portal.as(SAM), asked)).status).toBe(409);
    const { body } = await portal.as(SAM).get(`/requests/${asked.id}`);
    expect(body.state).toBe('open');
    expect((await seen(portal)).standing).toBe('quarantined');
  });

  it('can be mended: its registration and its checks stay open to its owner', async () => {
    const portal = await start();
    await registered(portal);
    await sent(portal, SAM, { action: 'quarantine' });
    await change(portal, { purpose: 'Finds places for lunch' });
    expect((await seen(portal)).standing).toBe('quarantined');
  });
});

describe('a release', () => {
  it('of what is suspended is for security, whoever suspended it', async () => {
    const portal = await start();
    await registered(portal);
    await sent(portal, IVAN, { action: 'suspend' });
    await settled(portal);
    expect(
      (await sent(portal, IVAN, { action: 'release' })).body.error,
    ).toEqual(expect.objectContaining({ code: 'not-eligible' }));
    expect((await freed(portal)).status).toBe(409);
    expect((await sent(portal, SUE, { action: 'release' })).status).toBe(200);
    expect(await seen(portal)).toMatchObject({
      standing: 'active',
      earlier: [{ ended: 'released', endedBy: SUE, endReason: REASON }],
    });
    expect((await audited(portal)).filter(each => /^app\./.test(each))).toEqual(
      ['app.registered', 'app.suspended', 'app.released'],
    );
  });

  it('is not for its owner, under no account of hers, and not by handing it over', async () => {
    const portal = await start();
    // She reviews for security, too, and has a second account.
    portal.company.hire('maya', { groups: [SECURITY], subject: 'sub-one' });
    portal.company.hire('maya-admin', {
      groups: [ADMINISTRATORS],
      subject: 'sub-one',
    });
    await registered(portal, { successor: RITA });
    await sent(portal, SAM, { action: 'quarantine' });
    await settled(portal);
    for (const ref of [MAYA, 'user:default/maya-admin']) {
      const { status } = await sent(portal, ref, { action: 'release' });
      expect([ref, status]).toEqual([ref, 403]);
    }
    await change(portal, { owner: RITA, successor: undefined });
    await settled(portal);
    expect((await sent(portal, MAYA, { action: 'release' })).status).toBe(403);
    expect((await seen(portal)).standing).toBe('quarantined');
  });

  it('of her own hold is for an owner who reviews', async () => {
    const portal = await start();
    portal.company.hire('maya', { groups: [SECURITY] });
    await registered(portal);
    await sent(portal, MAYA, { action: 'restrict' });
    expect((await sent(portal, MAYA, { action: 'release' })).status).toBe(200);
  });

  it('does not count for a hold that came after', async () => {
    const portal = await start();
    await registered(portal);
    await sent(portal, SAM, { action: 'quarantine' });
    await settled(portal);
    // Sue quarantines it anew while Sam's release is being looked at.
    portal.company.onLookup(MAYA, async () => {
      await sent(portal, SUE, { action: 'quarantine' });
    });
    const { status, body } = await sent(portal, SAM, { action: 'release' });
    expect([status, body.error.code]).toEqual([
      409,
      'changed-since-you-looked',
    ]);
    expect(await seen(portal)).toMatchObject({
      standing: 'quarantined',
      hold: { by: SUE },
      earlier: [{ ended: 'replaced', by: SAM }],
    });
  });
});

describe('a release by the checks', () => {
  it('is for the owner’s side, as soon as the controls are met', async () => {
    const portal = await start();
    await registered(portal);
    const commit = await withCode(portal);
    await sent(portal, SAM, { action: 'quarantine' });
    await settled(portal);
    const refused = await freed(portal);
    expect([refused.status, refused.body.error]).toEqual([
      409,
      expect.objectContaining({
        code: 'gate-closed',
        details: expect.arrayContaining([
          expect.objectContaining({ path: 'dynamic-security-scan' }),
        ]),
      }),
    ]);
    await withEvidence(portal, { commit });
    expect((await freed(portal, NOAH)).status).toBe(403);
    const { status, body } = await freed(portal);
    expect([status, body.standing]).toEqual([200, 'active']);
    expect(await seen(portal)).toMatchObject({
      earlier: [{ ended: 'released-by-checks', endedBy: MAYA }],
    });
  });

  it('does not free what is restricted, or not held at all', async () => {
    const portal = await start();
    await registered(portal);
    expect((await freed(portal)).status).toBe(409);
    await sent(portal, SAM, { action: 'restrict' });
    expect((await freed(portal)).status).toBe(409);
  });
});
