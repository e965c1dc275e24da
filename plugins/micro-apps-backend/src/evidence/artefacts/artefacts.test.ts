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
} from '../../__testUtils__';
import {
  exampleAnswers,
  filledIn,
} from '../../tests/__testUtils__/changingArtefacts';
import { at, finding, finished, form } from './__testUtils__/formSteps';

const start = usePortals();
const PLAN = 'incident-response-plan';

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
