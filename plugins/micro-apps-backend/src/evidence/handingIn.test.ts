import {
  ATTESTATION_STATEMENTS,
  DOCUMENT_QUESTIONS,
} from '@micro-apps/plugin-micro-apps-common';
import {
  ADMINISTRATORS,
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
  RITA,
  SAM,
  SECURITY,
  usePortals,
  type Portal,
} from '../__testUtils__';

const start = usePortals();

function attestation(envelopeHash: string) {
  return { envelopeHash, statements: [...ATTESTATION_STATEMENTS] };
}

function encryption(envelopeHash: string) {
  return {
    kind: 'encryption-statement',
    envelopeHash,
    answers: {
      'at-rest': 'On encrypted company disks',
      'in-transit': 'Over HTTPS and nothing else',
    },
  };
}

function review(envelopeHash: string, outcome = 'pass') {
  return { envelopeHash, outcome, notes: 'Read the code, tried the app' };
}

/** What the Risk tab says of a control. */
async function finding(portal: Portal, id: string) {
  const { findings } = await detail(portal);
  return findings.find(({ controlId }) => controlId === id);
}

describe('an attestation', () => {
  it('of the owner meets its control, for this envelope only', async () => {
    const portal = await start();
    const { envelopeHash } = await registered(portal, MEDIUM);
    expect(await finding(portal, 'owner-attestation')).toMatchObject({
      state: 'unknown',
    });
    const { body } = await portal
      .as(MAYA)
      .post(`/apps/${APP}/attestations`, attestation(envelopeHash))
      .expect(201);
    expect(body).toMatchObject({
      kind: 'owner-attestation',
      provenance: 'portal-form',
      outcome: 'pass',
      by: MAYA,
      envelopeHash,
    });
    expect(await finding(portal, 'owner-attestation')).toMatchObject({
      state: 'satisfied',
    });
    expect((await audited(portal)).at(-1)).toBe('evidence.received');
    await change(portal, { purpose: 'The same in other words' });
    expect(await finding(portal, 'owner-attestation')).toMatchObject({
      state: 'satisfied',
    });
    await change(portal, { audience: 'company' });
    expect(await finding(portal, 'owner-attestation')).toMatchObject({
      state: 'unknown',
    });
  });

  it('counts for a year at most', async () => {
    const portal = await start();
    const { envelopeHash } = await registered(portal, MEDIUM);
    const { body } = await portal
      .as(MAYA)
      .post(`/apps/${APP}/attestations`, attestation(envelopeHash))
      .expect(201);
    const days =
      (Date.parse(body.expiresAt) - Date.parse(body.receivedAt)) / 86_400_000;
    expect(days).toBe(365);
    await portal
      .knex('micro_apps_evidence')
      .update({ expires_at: new Date(Date.now() - 1).toISOString() });
    expect(await finding(portal, 'owner-attestation')).toMatchObject({
      state: 'unknown',
      code: 'evidence-stale',
    });
  });

  it('has to be given again by a new owner', async () => {
    const portal = await start();
    const { envelopeHash } = await registered(portal, MEDIUM);
    await portal
      .as(MAYA)
      .post(`/apps/${APP}/attestations`, attestation(envelopeHash))
      .expect(201);
    await change(portal, { owner: RITA, successor: undefined });
    expect(await finding(portal, 'owner-attestation')).toMatchObject({
      state: 'unknown',
      code: 'other-owner',
    });
  });

  it('is the owner’s alone: nobody and nothing else gives it for her', async () => {
    const portal = await start();
    const { envelopeHash } = await registered(portal, MEDIUM);
    for (const caller of [
      portal.as(RITA),
      portal.as(IVAN),
      portal.as(SAM),
      portal.as(NOAH),
      portal.as(MAYA, { actor: 'plugin:scaffolder' }),
    ]) {
      await caller
        .post(`/apps/${APP}/attestations`, attestation(envelopeHash))
        .expect(403);
    }
    expect(await portal.knex('micro_apps_evidence')).toEqual([]);
  });

  it('is refused without every statement, for another envelope and once the app is retired', async () => {
    const portal = await start();
    const { envelopeHash } = await registered(portal, MEDIUM);
    const maya = portal.as(MAYA);
    const path = `/apps/${APP}/attestations`;
    const partial = {
      envelopeHash,
      statements: ATTESTATION_STATEMENTS.slice(1),
    };
    await maya.post(path, partial).expect(400);
    const other = await maya.post(path, attestation('e'.repeat(64)));
    expect([other.status, other.body.error.code]).toEqual([
      409,
      'changed-since-you-looked',
    ]);
    await portal.knex('micro_apps_apps').update({ standing: 'retired' });
    await maya.post(path, attestation(envelopeHash)).expect(409);
    expect(await portal.knex('micro_apps_evidence')).toEqual([]);
  });
});

describe('a document', () => {
  it.each(['incident-response-plan', 'encryption-statement'] as const)(
    'of kind %s meets its control and keeps every answer',
    async kind => {
      const portal = await start();
      const { envelopeHash } = await registered(portal, HIGH);
      const answers = Object.fromEntries(
        DOCUMENT_QUESTIONS[kind].map(({ id, example }) => [id, example]),
      );
      const { body } = await portal
        .as(RITA)
        .post(`/apps/${APP}/documents`, { kind, envelopeHash, answers })
        .expect(201);
      const read = await portal
        .as(SAM)
        .get(`/apps/${APP}/evidence/${body.id}`)
        .expect(200);
      expect(read.body.sarif).toEqual({ answers });
      const { findings } = await detail(portal);
      const met = findings.filter(({ evidenceIds }) =>
        evidenceIds.includes(body.id),
      );
      expect(met).toMatchObject([{ state: 'satisfied' }]);
    },
  );

  it('is the owner’s side’s, and never a template’s', async () => {
    const portal = await start();
    const { envelopeHash } = await registered(portal, HIGH);
    for (const caller of [
      portal.as(NOAH),
      portal.as(SAM),
      portal.as(MAYA, { actor: 'plugin:scaffolder' }),
    ]) {
      await caller
        .post(`/apps/${APP}/documents`, encryption(envelopeHash))
        .expect(403);
    }
    await portal
      .as(MAYA)
      .post(`/apps/${APP}/documents`, encryption('e'.repeat(64)))
      .expect(409);
    expect(await portal.knex('micro_apps_evidence')).toEqual([]);
  });
});

describe('a security review', () => {
  it('of a reviewer without a part in the app meets its control', async () => {
    const portal = await start();
    const { envelopeHash } = await registered(portal, HIGH);
    await portal
      .as(SAM)
      .post(`/apps/${APP}/security-review`, review(envelopeHash))
      .expect(201);
    expect(await finding(portal, 'security-review')).toMatchObject({
      state: 'satisfied',
    });
  });

  it('that failed keeps the gate shut, with what the reviewer wrote', async () => {
    const portal = await start();
    const { envelopeHash } = await registered(portal, HIGH);
    await portal
      .as(SAM)
      .post(`/apps/${APP}/security-review`, review(envelopeHash, 'fail'))
      .expect(201);
    expect(await finding(portal, 'security-review')).toMatchObject({
      state: 'not-satisfied',
      because: 'Read the code, tried the app',
    });
  });

  it.each<[string, string, (portal: Portal) => Promise<unknown>]>([
    ['owns the app', MAYA, async () => undefined],
    ['is its second owner', RITA, async () => undefined],
    [
      'owned it before',
      MAYA,
      portal => change(portal, { owner: IVAN, successor: undefined }),
    ],
    [
      'changed it',
      IVAN,
      portal => change(portal, { purpose: 'Other words, same app' }, IVAN),
    ],
    ['asked for its approval', IVAN, portal => requested(portal, IVAN)],
  ])('is refused to somebody who %s', async (_, ref, deed) => {
    const portal = await start();
    await registered(portal, HIGH);
    await deed(portal);
    portal.company.hire(ref.split('/')[1], { groups: [SECURITY] });
    const { envelopeHash } = await detail(portal);
    for (const outcome of ['pass', 'fail']) {
      const { status, body } = await portal
        .as(ref)
        .post(`/apps/${APP}/security-review`, review(envelopeHash, outcome));
      expect([status, body.error.code]).toEqual([403, 'not-eligible']);
    }
    expect(await portal.knex('micro_apps_evidence')).toEqual([]);
  });

  it('is refused to the owner’s second account, her team, outsiders and templates', async () => {
    const portal = await start();
    const { envelopeHash } = await registered(portal, HIGH);
    const { company } = portal;
    company.hire('ml2', { groups: [SECURITY], subject: 'sub-maya' });
    company.hire('ml3', { groups: [SECURITY], email: 'maya@example.com' });
    company.hire('colleague', { groups: [SECURITY, 'product'] });
    for (const caller of [
      portal.as('user:default/ml2'),
      portal.as('user:default/ml3'),
      portal.as('user:default/colleague'),
      portal.as(PAT),
      portal.as(NOAH),
      portal.as(SAM, { actor: 'plugin:mcp-actions' }),
    ]) {
      await caller
        .post(`/apps/${APP}/security-review`, review(envelopeHash))
        .expect(403);
    }
    expect(await portal.knex('micro_apps_evidence')).toEqual([]);
  });

  it('is refused to somebody who gets a part in the app while it is on its way', async () => {
    const portal = await start();
    const { envelopeHash } = await registered(portal, HIGH);
    const groups = [SECURITY, ADMINISTRATORS];
    portal.company.hire('ivan', { groups });
    portal.company.onLookup(MAYA, () => requested(portal, IVAN));
    const send = () =>
      portal
        .as(IVAN)
        .post(`/apps/${APP}/security-review`, review(envelopeHash));
    const first = await send();
    expect([first.status, first.body.error.code]).toEqual([
      409,
      'changed-since-you-looked',
    ]);
    expect((await send()).status).toBe(403);
    expect(await portal.knex('micro_apps_evidence')).toEqual([]);
  });

  it('does not make the reviewer a part of the app: she may vote, too', async () => {
    const portal = await start();
    const { envelopeHash } = await registered(portal, HIGH);
    await portal
      .as(SAM)
      .post(`/apps/${APP}/security-review`, review(envelopeHash))
      .expect(201);
    const asked = await requested(portal);
    await portal
      .as(SAM)
      .post(`/requests/${asked.id}/votes`, {
        choice: 'approve',
        reason: 'Reviewed it myself',
        envelopeHash,
        expectedVersion: 1,
      })
      .expect(200);
  });
});

describe('what was handed in', () => {
  it('is read by owner, second owner, reviewers and administrators only', async () => {
    const portal = await start();
    const { envelopeHash } = await registered(portal, HIGH);
    const { body } = await portal
      .as(MAYA)
      .post(`/apps/${APP}/documents`, encryption(envelopeHash))
      .expect(201);
    for (const ref of [MAYA, RITA, SAM, PAT, IVAN]) {
      const list = await portal.as(ref).get(`/apps/${APP}/evidence`);
      expect(list.body.items).toMatchObject([{ id: body.id }]);
    }
    const noah = portal.as(NOAH);
    await noah.get(`/apps/${APP}/evidence`).expect(403);
    await noah.get(`/apps/${APP}/evidence/${body.id}`).expect(403);
    const seen = await detail(portal, NOAH);
    expect(JSON.stringify(seen)).not.toContain(body.id);
    expect(JSON.stringify(seen)).not.toContain('company disks');
  });

  it('is not found under another app, nor when it is not there', async () => {
    const portal = await start();
    const { envelopeHash } = await registered(portal, HIGH);
    const { body } = await portal
      .as(MAYA)
      .post(`/apps/${APP}/documents`, encryption(envelopeHash))
      .expect(201);
    await registered(portal, { name: 'Another app' });
    const maya = portal.as(MAYA);
    await maya.get(`/apps/another-app/evidence/${body.id}`).expect(404);
    await maya.get(`/apps/${APP}/evidence/nothing`).expect(404);
    await maya.get('/apps/nothing/evidence').expect(404);
  });
});
