import type { ArtefactKind } from '@micro-apps/governance-core';
import { aRegistration } from '@micro-apps/governance-core/testing';
import type { ArtefactView } from '@micro-apps/plugin-micro-apps-common';
import {
  APP,
  audited,
  change,
  detail,
  HIGH,
  IVAN,
  MAYA,
  NOAH,
  PAT,
  registered,
  RITA,
  SAM,
  usePortals,
  type Portal,
} from '../../__testUtils__';
import {
  exampleAnswers,
  filledIn,
} from '../../tests/__testUtils__/changingArtefacts';

const start = usePortals();
const PIA = 'privacy-impact-assessment';
const PLAN = 'incident-response-plan';
const at = (kind: ArtefactKind, step = '') =>
  `/apps/${APP}/artefacts/${kind}${step}`;

async function form(
  portal: Portal,
  kind: ArtefactKind,
  ref = MAYA,
): Promise<ArtefactView> {
  const { body } = await portal.as(ref).get(at(kind)).expect(200);
  return body;
}

/** What the gate says of a control now. */
async function finding(portal: Portal, controlId: string) {
  const { findings } = await detail(portal);
  return findings.find(each => each.controlId === controlId);
}

async function finished(portal: Portal, kind: ArtefactKind): Promise<void> {
  await portal
    .as(MAYA)
    .post(at(kind, '/finish'), await filledIn(portal, kind))
    .expect(200);
}

function review(portal: Portal, outcome: string, ref = PAT, version = 1) {
  return portal.as(ref).post(at(PIA, '/review'), {
    outcome,
    reason: 'I read all of it',
    expectedVersion: version,
  });
}

describe('A draft', () => {
  it('is saved half, version by version, by whoever edits the app', async () => {
    const portal = await start();
    await registered(portal);
    expect(await form(portal, PLAN)).toMatchObject({
      state: 'not-begun',
      version: 0,
      mayEdit: true,
      answers: {},
    });
    const save = (answers: object, expectedVersion: number, ref = MAYA) =>
      portal.as(ref).put(at(PLAN), { answers, expectedVersion });
    await save({ contact: 'Maya Lind' }, 0).expect(200);
    await save({ contact: 'Maya Lind', steps: '' }, 1, RITA).expect(200);
    await save({ contact: 'Sam' }, 2, NOAH).expect(403);
    await save({ contact: 'Sam' }, 2, SAM).expect(403);
    expect(await form(portal, PLAN)).toMatchObject({
      state: 'draft',
      version: 2,
      progress: { answered: 1, required: 5, left: 4 },
      versions: [
        { version: 2, by: RITA },
        { version: 1, by: MAYA },
      ],
    });
    expect((await audited(portal)).slice(-2)).toEqual([
      'artefact.saved',
      'artefact.saved',
    ]);
  });

  it('is not overwritten by what was written on an older version', async () => {
    const portal = await start();
    await registered(portal);
    const answers = { contact: 'Maya Lind' };
    const save = () =>
      portal.as(MAYA).put(at(PLAN), { answers, expectedVersion: 0 });
    const both = await Promise.all([save(), save()]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('takes no answer to what was not asked', async () => {
    const portal = await start();
    await registered(portal);
    const { body } = await portal
      .as(MAYA)
      .put(at(PLAN), { answers: { surprise: 'x' }, expectedVersion: 0 })
      .expect(400);
    expect(body.error.code).toBe('invalid-input');
  });

  it('is read by owner and reviewers only', async () => {
    const portal = await start();
    await registered(portal);
    for (const ref of [MAYA, SAM, IVAN]) {
      await portal.as(ref).get(at(PLAN)).expect(200);
      await portal.as(ref).get(`/apps/${APP}/artefacts`).expect(200);
    }
    await portal.as(NOAH).get(at(PLAN)).expect(403);
    await portal.as(NOAH).get(`/apps/${APP}/artefacts`).expect(403);
  });
});

describe('A finished form', () => {
  it('is the proof that its control reads, with author, version and digest', async () => {
    const portal = await start();
    await registered(portal, HIGH);
    expect(await finding(portal, PLAN)).toMatchObject({ state: 'unknown' });
    await finished(portal, PLAN);
    expect(await finding(portal, PLAN)).toMatchObject({ state: 'satisfied' });
    const shown = await form(portal, PLAN);
    expect(shown).toMatchObject({
      state: 'finished',
      finishedBy: MAYA,
      outdated: false,
      contentDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const { body } = await portal
      .as(SAM)
      .get(`/apps/${APP}/evidence/${shown.evidenceId}`)
      .expect(200);
    expect(body).toMatchObject({
      kind: PLAN,
      by: MAYA,
      provenance: 'portal-form',
      sarif: {
        version: 1,
        answers: exampleAnswers(PLAN),
        contentDigest: shown.contentDigest,
      },
    });
  });

  it('has every required answer', async () => {
    const portal = await start();
    await registered(portal, HIGH);
    const { contact: _, ...answers } = exampleAnswers(PLAN);
    const { body: saved } = await portal
      .as(MAYA)
      .put(at(PLAN), { answers, expectedVersion: 0 })
      .expect(200);
    const { body } = await portal
      .as(MAYA)
      .post(at(PLAN, '/finish'), {
        expectedVersion: 1,
        envelopeHash: saved.envelopeHash,
      })
      .expect(400);
    expect(JSON.stringify(body.error)).toContain('answers.contact');
    expect((await form(portal, PLAN)).state).toBe('draft');
  });

  it('is for the registration that was looked at', async () => {
    const portal = await start();
    await registered(portal, HIGH);
    const ready = await filledIn(portal, PLAN);
    await change(portal, { audience: 'company' });
    await portal.as(MAYA).post(at(PLAN, '/finish'), ready).expect(409);
    const { envelopeHash } = await detail(portal);
    await portal
      .as(MAYA)
      .post(at(PLAN, '/finish'), { ...ready, envelopeHash })
      .expect(200);
    await change(portal, { audience: 'team' });
    expect(await form(portal, PLAN)).toMatchObject({ outdated: true });
    expect(await finding(portal, PLAN)).toMatchObject({
      code: 'other-envelope',
    });
  });

  it('stays proof while the next draft is written', async () => {
    const portal = await start();
    await registered(portal, HIGH);
    await finished(portal, PLAN);
    await portal
      .as(MAYA)
      .put(at(PLAN), { answers: { contact: 'Rita' }, expectedVersion: 1 })
      .expect(200);
    expect(await form(portal, PLAN)).toMatchObject({ state: 'draft' });
    expect(await finding(portal, PLAN)).toMatchObject({ state: 'satisfied' });
  });

  it('is finished once, and never by a tool that acts for somebody', async () => {
    const portal = await start();
    await registered(portal, HIGH);
    const ready = await filledIn(portal, PLAN);
    await portal
      .as(MAYA, { actor: 'plugin:scaffolder' })
      .post(at(PLAN, '/finish'), ready)
      .expect(403);
    await portal.as(MAYA).post(at(PLAN, '/finish'), ready).expect(200);
    await portal.as(MAYA).post(at(PLAN, '/finish'), ready).expect(409);
  });

  it('says how people agree where the law asks for it', async () => {
    const portal = await start();
    await registered(portal, {
      dataTypes: [{ category: 'health', volume: 'under-100' }],
    });
    const consent = 'consent-where-required';
    expect(await finding(portal, consent)).toMatchObject({ state: 'unknown' });
    await finished(portal, 'notice-and-consent');
    expect(await finding(portal, consent)).toMatchObject({
      state: 'satisfied',
    });
  });
});

describe('A privacy impact assessment', () => {
  it('counts from when the privacy office has accepted it', async () => {
    const portal = await start();
    await registered(portal, HIGH);
    await finished(portal, PIA);
    const waits = await form(portal, PIA);
    expect([waits.state, waits.evidenceId]).toEqual(['waiting', undefined]);
    expect(await finding(portal, PIA)).toMatchObject({ state: 'unknown' });
    expect((await form(portal, PIA, PAT)).mayReview).toBe(true);
    expect((await form(portal, PIA, SAM)).mayReview).toBe(false);
    await review(portal, 'accept').expect(200);
    expect(await finding(portal, PIA)).toMatchObject({ state: 'satisfied' });
    expect(await form(portal, PIA)).toMatchObject({
      state: 'finished',
      finishedBy: MAYA,
      reviewedBy: PAT,
      reviewReason: 'I read all of it',
    });
    await review(portal, 'accept').expect(409);
  });

  it('waits in a list for the privacy office, the longest first, page by page', async () => {
    const portal = await start();
    await registered(portal, HIGH);
    await finished(portal, PIA);
    const { body: other } = await portal
      .as(MAYA)
      .post('/apps', {
        registration: aRegistration({ ...HIGH, name: 'Ward finder' }),
      })
      .expect(201);
    const path = `/apps/${other.id}/artefacts/${PIA}`;
    await portal
      .as(MAYA)
      .put(path, { answers: exampleAnswers(PIA), expectedVersion: 0 })
      .expect(200);
    const { envelopeHash } = other;
    await portal
      .as(MAYA)
      .post(`${path}/finish`, { expectedVersion: 1, envelopeHash })
      .expect(200);
    const waiting = async (query: string, ref = PAT) =>
      (await portal.as(ref).get(`/artefacts/waiting?${query}`).expect(200))
        .body;
    const first = await waiting('limit=1');
    expect(first.items).toMatchObject([
      { appId: APP, appName: 'Where2Eat', kind: PIA, finishedBy: MAYA },
    ]);
    const next = await waiting(`limit=1&cursor=${first.nextCursor}`);
    expect(next.items).toMatchObject([{ appId: other.id }]);
    expect(next.nextCursor).toBeUndefined();
    expect((await waiting('', SAM)).items).toEqual([]);
    await review(portal, 'accept').expect(200);
    expect((await waiting('')).items).toMatchObject([{ appId: other.id }]);
  });

  it('is given back with what is missing, and comes again', async () => {
    const portal = await start();
    await registered(portal, HIGH);
    await finished(portal, PIA);
    await review(portal, 'return').expect(200);
    expect(await form(portal, PIA)).toMatchObject({
      state: 'draft',
      reviewReason: 'I read all of it',
    });
    expect(await finding(portal, PIA)).toMatchObject({ state: 'unknown' });
    const { envelopeHash } = await detail(portal);
    await portal
      .as(MAYA)
      .post(at(PIA, '/finish'), { expectedVersion: 1, envelopeHash })
      .expect(200);
    await review(portal, 'accept').expect(200);
  });

  it('is accepted by nobody who owns it, wrote it or is of another role', async () => {
    const portal = await start();
    await registered(portal, HIGH);
    await finished(portal, PIA);
    for (const ref of [MAYA, RITA, SAM, IVAN, NOAH]) {
      await review(portal, 'accept', ref).expect(403);
    }
    await portal
      .as(PAT, { actor: 'plugin:scaffolder' })
      .post(at(PIA, '/review'), {
        outcome: 'accept',
        reason: 'I read all of it',
        expectedVersion: 1,
      })
      .expect(403);
    expect(await form(portal, PIA)).toMatchObject({ state: 'waiting' });
  });

  it('is not accepted by an owner who is of the privacy office', async () => {
    const portal = await start();
    await registered(portal, { ...HIGH, successor: PAT });
    await finished(portal, PIA);
    await review(portal, 'accept').expect(403);
  });

  it('is not accepted by somebody of the privacy office who wrote it', async () => {
    const portal = await start({
      microApps: { administrators: ['group:default/privacy-office'] },
    });
    await registered(portal, HIGH);
    const { body: saved } = await portal
      .as(PAT)
      .put(at(PIA), { answers: exampleAnswers(PIA), expectedVersion: 0 })
      .expect(200);
    await portal
      .as(MAYA)
      .post(at(PIA, '/finish'), {
        expectedVersion: 1,
        envelopeHash: saved.envelopeHash,
      })
      .expect(200);
    await review(portal, 'accept').expect(403);
  });

  it('is not accepted for another registration than it was written for', async () => {
    const portal = await start();
    await registered(portal, HIGH);
    await finished(portal, PIA);
    await change(portal, { audience: 'company' });
    await review(portal, 'accept').expect(409);
    await review(portal, 'return').expect(200);
  });

  it('leaves who accepted it free to vote on the app', async () => {
    const portal = await start();
    await registered(portal, HIGH);
    await finished(portal, PIA);
    await review(portal, 'accept').expect(200);
    const { body: asked } = await portal
      .as(MAYA)
      .post(`/apps/${APP}/requests`, { expectedVersion: 1 })
      .expect(201);
    const { body: seen } = await portal
      .as(PAT)
      .get(`/requests/${asked.id}`)
      .expect(200);
    await portal
      .as(PAT)
      .post(`/requests/${asked.id}/votes`, {
        choice: 'approve',
        reason: 'Looked at it, fits',
        envelopeHash: seen.envelopeHash,
        expectedVersion: seen.version,
      })
      .expect(200);
  });
});

it('forms that nobody has to accept are not reviewed', async () => {
  const portal = await start();
  await registered(portal, HIGH);
  await finished(portal, PLAN);
  await portal
    .as(PAT)
    .post(at(PLAN, '/review'), {
      outcome: 'accept',
      reason: 'I read all of it',
      expectedVersion: 1,
    })
    .expect(409);
});
