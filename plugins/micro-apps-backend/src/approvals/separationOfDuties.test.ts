import { mockCredentials } from '@backstage/backend-test-utils';
import {
  APP,
  audited,
  ballot,
  change,
  detail,
  HIGH,
  IVAN,
  MAYA,
  MEDIUM,
  PAT,
  RED_TEAM,
  refusedDecisions,
  registered,
  requested,
  RITA,
  SAM,
  SECURITY,
  SUE,
  usePortals,
  voted,
  type Account,
  type Portal,
} from '../__testUtils__';
import { verifyAudit } from '../audit/verifyAudit';

const start = usePortals();
const reviewer = { groups: [SECURITY] };

/** Nothing of a vote was kept, but that it was refused, and to whom. */
async function expectUndecided(portal: Portal, ref: string, code: string) {
  expect((await detail(portal)).approval).toBe('open');
  expect(await portal.knex('micro_apps_request_votes')).toEqual([]);
  expect(await audited(portal)).not.toContain('request.voted');
  await expectRefused(portal, ref, code);
}

/** The refusal is an entry of a log that is sound. */
async function expectRefused(portal: Portal, ref: string, code: string) {
  const { knex } = portal;
  const request = await knex('micro_apps_requests')
    .orderBy('seq', 'desc')
    .first('id');
  const refused = await refusedDecisions(portal);
  expect(refused).toContainEqual(
    expect.objectContaining({ actor: ref, code, operation: 'vote' }),
  );
  expect(refused.at(-1)).toMatchObject({ requestId: request.id, appId: APP });
  expect(await verifyAudit(knex)).toMatchObject({ ok: true });
}

describe('an owner under another name', () => {
  it.each<[string, string, Record<string, Account>]>([
    ['her own account in the group', 'user:default/maya', { maya: reviewer }],
    ['another case', 'User:Default/Maya', { maya: reviewer }],
    [
      'a second account with the same subject',
      'user:default/ml2',
      { ml2: { ...reviewer, subject: 'sub-maya' } },
    ],
    [
      'a second account whose subject is spelt in capitals',
      'user:default/ml2',
      { ml2: { ...reviewer, subject: 'SUB-MAYA' } },
    ],
    [
      'a second account with the same e-mail address',
      'user:default/ml3',
      { ml3: { ...reviewer, email: 'Maya@Example.com' } },
    ],
    [
      'an account named by her e-mail address',
      'user:default/maya@example.com',
      { 'maya@example.com': reviewer },
    ],
    [
      'a look-alike, while the directory has no subject for her',
      'user:default/m\u0430ya',
      { maya: { subject: '', groups: [] }, 'm\u0430ya': reviewer },
    ],
    [
      'a look-alike of another script, with a subject of its own',
      'user:default/m\u0430ya',
      { 'm\u0430ya': reviewer },
    ],
    [
      'an account without a subject',
      'user:default/anybody',
      { anybody: { ...reviewer, subject: '' } },
    ],
  ])('cannot approve: %s', async (_, ref, accounts) => {
    const portal = await start();
    for (const [name, account] of Object.entries(accounts)) {
      portal.company.hire(name, account);
    }
    await registered(portal, MEDIUM);
    const asked = await requested(portal, IVAN);
    for (const choice of ['approve', 'reject']) {
      const { status, body } = await voted(portal.as(ref), asked, { choice });
      expect([status, body.error.code]).toEqual([403, 'not-eligible']);
    }
    await expectUndecided(portal, ref, 'not-eligible');
    const seen = await portal.as(ref).get('/requests');
    expect(seen.status).toBe(200);
  });

  it('does not keep out somebody of a similar name that the directory knows', async () => {
    const portal = await start();
    portal.company.hire('maya1', reviewer);
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    await voted(portal.as('user:default/maya1'), asked).expect(200);
  });
});

describe('a requester', () => {
  it('who is in the approver group does not decide on her own request', async () => {
    const portal = await start();
    portal.company.hire('ivan', { groups: ['it-administrators', SECURITY] });
    await registered(portal, MEDIUM);
    const asked = await requested(portal, IVAN);
    const { status, body } = await voted(portal.as(IVAN), asked);
    expect(status).toBe(403);
    expect(body.error.message).toMatch(/you asked for this approval/);
    await expectUndecided(portal, IVAN, 'not-eligible');
  });

  it('who joins the approver group after asking stays out', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    const asked = await requested(portal, IVAN);
    portal.company.hire('ivan', reviewer);
    await voted(portal.as(IVAN), asked).expect(403);
    await expectUndecided(portal, IVAN, 'not-eligible');
  });

  it('who submitted it again stays out of the new round', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    const held = await voted(portal.as(SAM), asked, {
      choice: 'ask-for-changes',
      items: ['Say more'],
    }).expect(200);
    await portal
      .as(IVAN)
      .post(`/requests/${asked.id}/items/${held.body.items[0].id}`, {
        done: true,
      })
      .expect(200);
    await portal.as(IVAN).post(`/requests/${asked.id}/resubmit`).expect(200);
    portal.company.hire('ivan', reviewer);
    await voted(portal.as(IVAN), asked).expect(403);
    await expectRefused(portal, IVAN, 'not-eligible');
    await voted(portal.as(SAM), asked).expect(200);
  });
});

describe('somebody who had a part in the app', () => {
  it.each<[string, (portal: Portal) => Promise<unknown>, string]>([
    [
      'owned it and gave it away',
      portal => change(portal, { owner: IVAN }),
      MAYA,
    ],
    [
      'got it, and gave it back',
      async portal => {
        await change(portal, { owner: RITA, successor: undefined });
        await change(portal, { owner: MAYA }, RITA);
      },
      RITA,
    ],
    ['is the second owner', async () => undefined, RITA],
    [
      'was the second owner',
      portal => change(portal, { successor: undefined }),
      RITA,
    ],
    ['changed it', portal => change(portal, { retentionDays: 80 }, IVAN), IVAN],
    [
      'changed it before somebody else did',
      async portal => {
        await change(portal, { retentionDays: 80 }, IVAN);
        await change(portal, { retentionDays: 70 });
      },
      IVAN,
    ],
    [
      'wrote one of its documents',
      async portal => {
        const { envelopeHash } = await detail(portal);
        await portal
          .as(IVAN)
          .post(`/apps/${APP}/documents`, {
            kind: 'encryption-statement',
            envelopeHash,
            answers: {
              'at-rest': 'On encrypted company disks',
              'in-transit': 'Over HTTPS and nothing else',
            },
          })
          .expect(201);
      },
      IVAN,
    ],
  ])('does not approve it: who %s', async (_, deed, ref) => {
    const portal = await start();
    await registered(portal, MEDIUM);
    await deed(portal);
    const { owner } = (await detail(portal)).registration;
    const asked = await requested(portal, owner);
    portal.company.hire(ref.split('/')[1], reviewer);
    const { status, body } = await voted(portal.as(ref), asked);
    expect([status, body.error.code]).toEqual([403, 'not-eligible']);
    await expectUndecided(portal, ref, 'not-eligible');
    await voted(portal.as(SAM), asked).expect(200);
  });

  it('does not approve after the second owner took the app over', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    await voted(portal.as(SAM), await requested(portal)).expect(200);
    await change(
      portal,
      { owner: RITA, successor: undefined, retentionDays: 80 },
      RITA,
    );
    const asked = await requested(portal, RITA);
    portal.company.hire('maya', reviewer);
    await voted(portal.as(MAYA), asked).expect(403);
    await expectRefused(portal, MAYA, 'not-eligible');
  });

  it('does not count with a yes she gave before she took the app over', async () => {
    const portal = await start();
    await registered(portal, HIGH);
    const asked = await requested(portal);
    await voted(portal.as(SAM), asked).expect(200);
    // Inside the envelope: the request stays open, and Sam owns the app now.
    await change(portal, { owner: SAM, successor: undefined }, MAYA);
    await change(portal, { owner: MAYA }, SAM);
    const { body: now } = await portal.as(PAT).get(`/requests/${asked.id}`);
    expect(now.tally.waitingFor).toMatchObject([
      { role: 'security', have: 0 },
      { role: 'privacy' },
    ]);
    const privacy = await voted(portal.as(PAT), now).expect(200);
    expect(privacy.body.state).toBe('open');
    const security = await voted(portal.as(SUE), now).expect(200);
    expect(security.body.state).toBe('approved');
  });

  it('may decide on the next change once others have approved what she did', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    await change(portal, { retentionDays: 80 }, IVAN);
    await voted(portal.as(SAM), await requested(portal)).expect(200);
    await change(portal, { retentionDays: 70 });
    const asked = await requested(portal);
    portal.company.hire('ivan', reviewer);
    await voted(portal.as(IVAN), asked).expect(200);
  });
});

describe('in High', () => {
  it('the owner’s team does not decide, and each role is asked', async () => {
    const portal = await start();
    await registered(portal, HIGH);
    const asked = await requested(portal);
    expect(asked.requirements.map(({ role }) => role)).toEqual([
      'security',
      'privacy',
    ]);
    portal.company.hire('sue', { groups: [SECURITY, 'product'] });
    const own = await voted(portal.as(SUE), asked);
    expect(own.status).toBe(403);
    expect(own.body.error.message).toMatch(/owner’s team/);
    await expectRefused(portal, SUE, 'not-eligible');
    const first = await voted(portal.as(SAM), asked).expect(200);
    expect(first.body).toMatchObject({
      state: 'open',
      tally: { waitingFor: [{ role: 'privacy', have: 0 }] },
    });
    const second = await voted(portal.as(PAT), asked).expect(200);
    expect(second.body.state).toBe('approved');
  });

  it('one person with both roles does not decide alone', async () => {
    const portal = await start();
    portal.company.hire('sam', { groups: [SECURITY, 'privacy-office'] });
    await registered(portal, HIGH);
    const asked = await requested(portal);
    for (let i = 0; i < 3; i += 1) {
      const { body } = await voted(portal.as(SAM), asked).expect(200);
      expect(body.state).toBe('open');
    }
    expect(await portal.knex('micro_apps_request_votes')).toHaveLength(1);
  });
});

describe('a decision made by something else than a person', () => {
  const token = (portal: Portal, header: string) => portal.withToken(header);

  it('is refused: a service, somebody not signed in, a template, a tool', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    const callers = [
      [token(portal, mockCredentials.service.token()), 403],
      [portal.withToken(undefined), 401],
      [portal.as(SAM, { actor: 'plugin:scaffolder' }), 403],
      [portal.as(SAM, { actor: 'plugin:mcp-actions' }), 403],
    ] as const;
    for (const [caller, status] of callers) {
      for (const choice of ['approve', 'reject'] as const) {
        const answer = await voted(caller, asked, { choice });
        expect(answer.status).toBe(status);
      }
    }
    await expectUndecided(portal, SAM, 'not-allowed');
    // Whoever is not signed in comes to no decision.
    expect(await refusedDecisions(portal)).toMatchObject([
      { by: 'service', onBehalf: null },
      { by: 'person', onBehalf: 'template-or-tool' },
    ]);
    const template = await voted(
      portal.as(SAM, { actor: 'plugin:scaffolder' }),
      asked,
    );
    expect(template.body.error.message).toMatch(/not by a template or a tool/);
  });

  it('is refused where the portal’s own policy denies it', async () => {
    const portal = await start({ denied: ['micro-apps.request.decide'] });
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    const { status, body } = await voted(portal.as(SAM), asked);
    expect([status, body.error.code]).toEqual([403, 'not-allowed']);
    await expectUndecided(portal, SAM, 'not-allowed');
  });

  it('is refused by anybody outside the approver group, whatever the role', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    for (const ref of [PAT, IVAN]) {
      const { status, body } = await voted(portal.as(ref), asked);
      expect([status, body.error.code]).toEqual([403, 'not-eligible']);
      await expectUndecided(portal, ref, 'not-eligible');
    }
  });

  it('is refused to everybody when no group holds the role, and the request says why it waits', async () => {
    const portal = await start({ microApps: { approvers: {} } });
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    expect(asked.viewer.whyNot).toMatch(/No group holds the role "security"/);
    await voted(portal.as(SAM), asked).expect(403);
    await expectUndecided(portal, SAM, 'not-eligible');
  });

  it('is refused while the directory of people is away', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    portal.company.goAway();
    await voted(portal.as(SAM), asked).expect(503);
    expect(await portal.knex('micro_apps_request_votes')).toEqual([]);
    await expectRefused(portal, SAM, 'directory-unavailable');
  });
});

describe('eligibility', () => {
  it('is that of the moment of voting: whoever left the group is out', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    const before = await portal.as(SAM).get(`/requests/${asked.id}`);
    expect(before.body.viewer.mayVote).toBe(true);
    portal.company.hire('sam', { groups: [] });
    await voted(portal.as(SAM), asked).expect(403);
    portal.company.leave('sam');
    await voted(portal.as(SAM), asked).expect(403);
    await expectUndecided(portal, SAM, 'not-eligible');
  });

  it('stays with a vote that was given before its voter left', async () => {
    const portal = await start();
    await registered(portal, HIGH);
    const asked = await requested(portal);
    await voted(portal.as(SAM), asked).expect(200);
    portal.company.leave('sam');
    const { body } = await voted(portal.as(PAT), asked).expect(200);
    expect(body.state).toBe('approved');
  });

  it('comes through a parent group, too', async () => {
    const portal = await start();
    portal.company.hire('lee', { groups: [RED_TEAM] });
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    await portal
      .as('user:default/lee')
      .post(`/requests/${asked.id}/votes`, ballot(asked))
      .expect(200);
  });
});
