import { aRegistration } from '@micro-apps/governance-core/testing';
import {
  APP,
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
import { exampleAnswers } from '../../tests/__testUtils__/changingArtefacts';
import {
  at,
  finding,
  finished,
  form,
  PIA,
  review,
} from './__testUtils__/formSteps';

const start = usePortals();

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

  it('is not accepted by who wrote an earlier version, under any name', async () => {
    const portal = await start({
      microApps: { administrators: ['group:default/privacy-office'] },
    });
    await registered(portal, HIGH);
    const answers = exampleAnswers(PIA);
    const save = (ref: string, expectedVersion: number, asked: string) =>
      portal
        .as(ref)
        .put(at(PIA), { answers: { ...answers, asked }, expectedVersion })
        .expect(200);
    await save(PAT, 0, 'Nobody');
    const { body: saved } = await save(MAYA, 1, 'Nobody.');
    await portal
      .as(MAYA)
      .post(at(PIA, '/finish'), {
        expectedVersion: 2,
        envelopeHash: saved.envelopeHash,
      })
      .expect(200);
    expect((await form(portal, PIA, PAT)).mayReview).toBe(false);
    await review(portal, 'accept', PAT, 2).expect(403);
    const [{ changed_by_subject: subject }] = await portal
      .knex('micro_apps_artefact_versions')
      .where({ version: 1 });
    expect(subject).toBeTruthy();
    // She had another name then.
    await portal
      .knex('micro_apps_artefact_versions')
      .where({ version: 1 })
      .update({ changed_by: 'user:default/patricia' });
    await review(portal, 'accept', PAT, 2).expect(403);
  });

  it('is told of each time that it comes, also as it was', async () => {
    const portal = await start();
    await registered(portal, HIGH);
    await finished(portal, PIA);
    await review(portal, 'return').expect(200);
    const { envelopeHash } = await detail(portal);
    await portal
      .as(MAYA)
      .post(at(PIA, '/finish'), { expectedVersion: 1, envelopeHash })
      .expect(200);
    await review(portal, 'return').expect(200);
    const notices = await portal
      .knex('micro_apps_outbox')
      .where('payload', 'like', '%artefact.%')
      .pluck('payload');
    const kinds = notices.map(text => JSON.parse(text).kind);
    expect(kinds.filter(kind => kind === 'artefact.waiting')).toHaveLength(2);
    expect(kinds.filter(kind => kind === 'artefact.returned')).toHaveLength(2);
  });

  it('waits for nobody, and offers no button, once the app has ended', async () => {
    const portal = await start();
    await registered(portal, HIGH);
    await finished(portal, PIA);
    const waiting = async () =>
      (await portal.as(PAT).get('/artefacts/waiting').expect(200)).body.items;
    expect(await waiting()).toHaveLength(1);
    await portal.knex('micro_apps_apps').update({ standing: 'retired' });
    expect(await waiting()).toEqual([]);
    expect((await form(portal, PIA, PAT)).mayReview).toBe(false);
    expect((await form(portal, PIA)).mayEdit).toBe(false);
    await review(portal, 'accept').expect(409);
    await portal
      .as(MAYA)
      .put(at(PIA), { answers: {}, expectedVersion: 1 })
      .expect(409);
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
