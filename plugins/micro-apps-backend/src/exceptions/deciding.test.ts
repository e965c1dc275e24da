import { mockCredentials } from '@backstage/backend-test-utils';
import type {
  AppExceptionsResponse,
  ExceptionView,
} from '@micro-apps/plugin-micro-apps-common';
import {
  ADMINISTRATORS,
  APP,
  audited,
  detail,
  exceptionAsk,
  exceptionAsked,
  exceptionGranted,
  HIGH,
  IVAN,
  LENA,
  MAYA,
  NOAH,
  OPEN,
  PAT,
  requestFor,
  RITA,
  SAM,
  settled,
  usePortals,
  voted,
  withOneOpenControl,
  type Account,
  type Portal,
} from '../__testUtils__';

const start = usePortals();
const inIt: Account = { groups: [ADMINISTRATORS] };

async function listed(portal: Portal, ref = MAYA): Promise<ExceptionView[]> {
  const { body } = await portal
    .as(ref)
    .get(`/apps/${APP}/exceptions`)
    .expect(200);
  const { items }: AppExceptionsResponse = body;
  return [...items];
}

async function openFinding(portal: Portal, ref = MAYA) {
  const { findings } = await detail(portal, ref);
  return findings.find(({ controlId }) => controlId === OPEN);
}

describe('an exception', () => {
  it('is asked for by the owner, granted by IT, shown with its end, and lifts the control', async () => {
    const portal = await start();
    await withOneOpenControl(portal);
    const asked = await exceptionAsked(portal);
    expect(asked).toMatchObject({
      appId: APP,
      controlTitle: 'Dynamic security scan',
      standing: 'asked',
      requestedBy: MAYA,
      viewer: { mayRevoke: false },
    });
    const queue = await portal.as(IVAN).get('/requests').expect(200);
    expect(queue.body.items).toMatchObject([
      {
        kind: 'exception',
        subjectId: asked.id,
        title: 'Exception from "Dynamic security scan" for Where2Eat',
        waitingFor: ['it'],
        mayVote: true,
      },
    ]);
    const request = await requestFor(portal, asked);
    expect(request.difference.map(({ field }) => field)).toEqual([
      'Control',
      'Why',
      'What makes up for it',
      'Stays met meanwhile',
      'From',
      'Until',
    ]);
    expect((await openFinding(portal))?.state).toBe('unknown');
    await voted(portal.as(IVAN), request).expect(200);
    const [granted] = await listed(portal);
    expect(granted).toMatchObject({
      id: asked.id,
      standing: 'active',
      renewal: 0,
      grantedBy: IVAN,
      grantedAs: 'it',
      viewer: { mayRevoke: true },
    });
    expect(granted.unproven).toBeUndefined();
    const finding = await openFinding(portal);
    expect(finding).toMatchObject({
      state: 'not-applicable',
      code: 'excepted',
      exceptionId: asked.id,
      expiresAt: asked.endsAt,
    });
    const { nextStep } = await detail(portal);
    expect(nextStep.sentence).not.toMatch(/scan/);
    await settled(portal);
    await portal
      .as(MAYA)
      .post(`/apps/${APP}/promotions`, { environment: 'beta' })
      .expect(202);
    expect(await audited(portal)).toEqual(
      expect.arrayContaining([
        'exception.asked',
        'exception.granted',
        'promotion.allowed',
      ]),
    );
  });

  it('that is refused, or withdrawn, lifts nothing and leaves the queue', async () => {
    const portal = await start();
    await withOneOpenControl(portal);
    const first = await exceptionAsked(portal);
    const no = { choice: 'reject', reason: 'Mend the page first' };
    await voted(portal.as(IVAN), await requestFor(portal, first), no).expect(
      200,
    );
    const second = await exceptionAsked(portal);
    await portal
      .as(MAYA)
      .post(`/requests/${second.requestId}/withdraw`)
      .expect(200);
    expect((await listed(portal)).map(({ standing }) => standing)).toEqual([
      'withdrawn',
      'refused',
    ]);
    expect((await openFinding(portal))?.state).toBe('unknown');
    const queue = await portal.as(IVAN).get('/requests').expect(200);
    expect(queue.body.items).toEqual([]);
  });

  it('says that it lifts nothing when what makes up for it is no longer met', async () => {
    const portal = await start();
    await withOneOpenControl(portal);
    await exceptionGranted(portal);
    await portal
      .knex('micro_apps_evidence')
      .where({ kind: 'header-scan' })
      .update({ outcome: 'fail' });
    expect(await listed(portal)).toMatchObject([
      { standing: 'active', unproven: true },
    ]);
    expect((await openFinding(portal))?.state).toBe('unknown');
  });
});

describe('who may grant', () => {
  it.each<[string, string, Record<string, Account>]>([
    ['the owner herself', MAYA, { maya: inIt }],
    ['the second owner', RITA, { rita: inIt }],
    ['the owner in another case', 'User:Default/Maya', { maya: inIt }],
    [
      'a second account with her subject',
      'user:default/ml2',
      { ml2: { ...inIt, subject: 'SUB-MAYA' } },
    ],
    [
      'a second account with her e-mail address',
      'user:default/ml3',
      { ml3: { ...inIt, email: 'Maya@Example.com' } },
    ],
    [
      'an account without a subject',
      'user:default/anybody',
      { anybody: { ...inIt, subject: '' } },
    ],
    ['a security reviewer', SAM, {}],
    ['the privacy office', PAT, {}],
    ['whoever leads IT, while nobody has to', LENA, {}],
    ['a colleague', NOAH, {}],
  ])('is not %s', async (_, ref, accounts) => {
    const portal = await start();
    for (const [name, account] of Object.entries(accounts)) {
      portal.company.hire(name, account);
    }
    await withOneOpenControl(portal);
    const asked = await exceptionAsked(portal);
    const request = await requestFor(portal, asked);
    const { status, body } = await voted(portal.as(ref), request);
    expect([status, body.error.code]).toEqual([403, 'not-eligible']);
    expect((await listed(portal))[0].standing).toBe('asked');
    expect(await audited(portal)).not.toContain('exception.granted');
  });

  it('is not the administrator who asked for somebody else’s app', async () => {
    const portal = await start();
    await withOneOpenControl(portal);
    const asked = await exceptionAsked(portal, IVAN);
    const request = await requestFor(portal, asked);
    const { body } = await voted(portal.as(IVAN), request).expect(403);
    expect(body.error.message).toMatch(/you asked for this approval/);
    portal.company.hire('ida', inIt);
    await voted(portal.as('user:default/ida'), request).expect(200);
  });

  it('is not who wrote what is to make up for it', async () => {
    const portal = await start();
    await withOneOpenControl(portal, HIGH);
    const [review] = await portal
      .knex('micro_apps_evidence')
      .where({ kind: 'security-review' })
      .pluck('id');
    portal.company.hire('sam', {
      groups: [ADMINISTRATORS, 'security-reviewers'],
    });
    const ask = await exceptionAsk(portal, {
      compensation: {
        statement: 'A reviewer went through it by hand',
        evidenceIds: [review],
      },
    });
    const { body: asked } = await portal
      .as(MAYA)
      .post(`/apps/${APP}/exceptions`, ask)
      .expect(201);
    const request = await requestFor(portal, asked);
    await voted(portal.as(SAM), request).expect(403);
    await voted(portal.as(IVAN), request).expect(200);
  });

  it('is a person herself, not a template, a tool or a service', async () => {
    const portal = await start();
    await withOneOpenControl(portal);
    const asked = await exceptionAsked(portal);
    const request = await requestFor(portal, asked);
    for (const caller of [
      portal.as(IVAN, { actor: 'plugin:scaffolder' }),
      portal.as(IVAN, { actor: 'plugin:mcp-actions' }),
      portal.withToken(mockCredentials.service.token()),
    ]) {
      await voted(caller, request).expect(403);
    }
    expect((await listed(portal))[0].standing).toBe('asked');
  });

  it('grants once, when two people of IT say yes at the same moment', async () => {
    const portal = await start();
    portal.company.hire('ida', inIt);
    await withOneOpenControl(portal);
    const asked = await exceptionAsked(portal);
    const request = await requestFor(portal, asked);
    const answers = await Promise.all(
      [IVAN, 'user:default/ida'].map(ref => voted(portal.as(ref), request)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const actions = await audited(portal);
    expect(
      actions.filter(action => action === 'exception.granted'),
    ).toHaveLength(1);
    expect(await listed(portal)).toHaveLength(1);
  });

  it('decides on what stands there now: an edit in between is looked at first', async () => {
    const portal = await start();
    await withOneOpenControl(portal);
    const asked = await exceptionAsked(portal);
    const request = await requestFor(portal, asked);
    const { registration, version } = await detail(portal);
    await portal
      .as(MAYA)
      .put(`/apps/${APP}/registration`, {
        registration: { ...registration, purpose: 'Something else by now' },
        expectedVersion: version,
      })
      .expect(200);
    const { status, body } = await voted(portal.as(IVAN), request);
    expect([status, body.error.code]).toEqual([
      409,
      'changed-since-you-looked',
    ]);
  });
});

describe('taking an exception back', () => {
  const reason = { reason: 'The scanner reaches the page by now' };

  it.each([
    ['the owner', MAYA],
    ['the second owner', RITA],
    ['a security reviewer', SAM],
    ['IT', IVAN],
    ['whoever leads IT', LENA],
  ])('is for %s, once, and closes the gate', async (_, ref) => {
    const portal = await start();
    await withOneOpenControl(portal);
    const { id } = await exceptionGranted(portal);
    const { body } = await portal
      .as(ref)
      .post(`/exceptions/${id}/revoke`, reason)
      .expect(200);
    expect(body).toMatchObject({ standing: 'revoked', revokedBy: ref });
    expect((await openFinding(portal))?.state).toBe('unknown');
    const again = await portal.as(ref).post(`/exceptions/${id}/revoke`, reason);
    expect([again.status, again.body.error.code]).toEqual([
      409,
      'not-in-this-state',
    ]);
  });

  it('is not for a colleague, a template, or before it was granted', async () => {
    const portal = await start();
    await withOneOpenControl(portal);
    const asked = await exceptionAsked(portal);
    const path = `/exceptions/${asked.id}/revoke`;
    await portal.as(IVAN).post(path, reason).expect(409);
    await voted(portal.as(IVAN), await requestFor(portal, asked)).expect(200);
    await portal.as(NOAH).post(path, reason).expect(403);
    await portal.as(IVAN, { actor: 'plugin:x' }).post(path, reason).expect(403);
    await portal.as(IVAN).post(path, { reason: '' }).expect(400);
    await portal.as(IVAN).post('/exceptions/none/revoke', reason).expect(404);
    expect((await listed(portal))[0].standing).toBe('active');
  });

  it('by two at once is done once', async () => {
    const portal = await start();
    await withOneOpenControl(portal);
    const { id } = await exceptionGranted(portal);
    const answers = await Promise.all(
      [MAYA, SAM].map(ref =>
        portal.as(ref).post(`/exceptions/${id}/revoke`, reason),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});

describe('who sees and asks', () => {
  it('lets the owner’s side ask, and nobody else', async () => {
    const portal = await start();
    await withOneOpenControl(portal);
    const ask = await exceptionAsk(portal);
    for (const ref of [NOAH, SAM, PAT, LENA]) {
      await portal.as(ref).post(`/apps/${APP}/exceptions`, ask).expect(403);
    }
    await portal.as(MAYA).post('/apps/none/exceptions', ask).expect(404);
    await portal.as(RITA).post(`/apps/${APP}/exceptions`, ask).expect(201);
  });

  it('shows reasons to owner and reviewers, and the end to everybody', async () => {
    const portal = await start();
    await withOneOpenControl(portal);
    const { endsAt } = await exceptionGranted(portal);
    for (const ref of [MAYA, RITA, SAM, PAT, IVAN, LENA]) {
      expect(await listed(portal, ref)).toHaveLength(1);
    }
    await portal.as(NOAH).get(`/apps/${APP}/exceptions`).expect(403);
    const seen = await detail(portal, NOAH);
    expect(JSON.stringify(seen)).not.toContain('keep the browser');
    expect(await openFinding(portal, NOAH)).toMatchObject({
      code: 'excepted',
      because: `Excepted until ${endsAt}`,
    });
    const ledger = await portal.as(NOAH).get('/exceptions').expect(200);
    expect(ledger.body).toEqual({ items: [], total: 0 });
    const mine = await portal.as(MAYA).get('/exceptions').expect(200);
    expect(mine.body.total).toBe(1);
  });

  it('is refused where the portal’s own policy says no', async () => {
    const portal = await start({ denied: ['micro-apps.exception.create'] });
    await withOneOpenControl(portal);
    const { status, body } = await portal
      .as(MAYA)
      .post(`/apps/${APP}/exceptions`, await exceptionAsk(portal));
    expect([status, body.error.code]).toEqual([403, 'not-allowed']);
  });

  it('refuses a place in the list that is none', async () => {
    const portal = await start();
    const { status } = await portal.as(IVAN).get('/exceptions?cursor=nowhere');
    expect(status).toBe(400);
  });

  it('keeps what people wrote out of the facts of the audit log', async () => {
    const portal = await start();
    await withOneOpenControl(portal);
    await exceptionAsked(portal);
    const entry = await portal
      .knex('micro_apps_audit')
      .where({ action: 'exception.asked' })
      .first();
    expect(entry.details).not.toContain('cannot reach the new page');
    expect(entry.details).not.toContain('keep the browser');
    const { reason, summary } = JSON.parse(entry.words);
    expect(reason).toBe('The scanner cannot reach the new page yet');
    expect(summary).toMatch(
      /^Exception asked for from "Dynamic security scan" until \d{4}-\d\d-\d\d$/,
    );
  });
});
