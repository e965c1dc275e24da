import {
  ALL_RIGHT,
  annualReview,
  APP,
  approved,
  audited,
  ballot,
  change,
  consideredByTheRules,
  daysUnseen,
  detail,
  inProduction,
  MAYA,
  MEDIUM,
  noticesWritten,
  registered,
  RITA,
  SAM,
  settled,
  usePortals,
  withCode,
} from '../__testUtils__';
import { createCompanyRules } from '../flows/testing';
import { createDatabase } from '../kernel/database';
import { watchReviews } from './watchReviews';

const start = usePortals();
const path = `/apps/${APP}/review`;

async function lowInProduction() {
  const portal = await start();
  await registered(portal, { successor: RITA });
  await withCode(portal);
  await inProduction(portal);
  return portal;
}

describe('the annual review', () => {
  it('is asked of apps in production only, and counts from there', async () => {
    const portal = await start();
    await registered(portal);
    expect(await annualReview(portal)).toMatchObject({
      state: 'not-asked',
      viewer: { mayAttest: false, mayAsk: false },
    });
    await withCode(portal);
    await inProduction(portal);
    const { state, dueAt, way, viewer } = await annualReview(portal);
    expect({ state, way, viewer }).toEqual({
      state: 'running',
      way: 'attest',
      viewer: { mayAttest: true, mayAsk: false },
    });
    const days = (Date.parse(dueAt ?? '') - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(365);
  });

  it('is spoken of a month before, once', async () => {
    const portal = await lowInProduction();
    const told = async () =>
      (await noticesWritten(portal)).filter(
        ({ kind }) => kind === 'review.due-soon',
      );
    await portal.run('micro-apps-reviews');
    expect(await told()).toEqual([]);
    await daysUnseen(portal, 340);
    await portal.run('micro-apps-reviews');
    await portal.run('micro-apps-reviews');
    expect(await told()).toEqual([
      { kind: 'review.due-soon', to: { people: [MAYA] } },
    ]);
    // Its next look is a row: the day that it is due.
    const [clock] = await portal.knex('micro_apps_review_clocks');
    expect(clock.next_at).toBe((await annualReview(portal)).dueAt);
  });

  it('that is late stops nothing, and lets nothing new live', async () => {
    const portal = await lowInProduction();
    await portal.run('micro-apps-reviews');
    // The approval was automatic: nobody has looked.
    await daysUnseen(portal, 366);
    // Another instance at the same moment.
    const elsewhere = watchReviews({
      clock: () => new Date(),
      database: createDatabase(portal.knex),
      policy: createCompanyRules(),
    });
    await Promise.all([portal.run('micro-apps-reviews'), elsewhere()]);
    const { state, renewal } = await annualReview(portal);
    expect(state).toBe('overdue');
    expect(renewal[0]?.because).toContain('Nobody has looked at it for a year');
    expect(
      (await audited(portal)).filter(each => each === 'review.overdue'),
    ).toHaveLength(1);
    const app = await detail(portal);
    expect(app.standing).toBe('active');
    expect(app.deployments?.[0]?.state ?? 'running').toBe('running');
    expect(
      app.findings.find(({ controlId }) => controlId === 'annual-review')
        ?.state,
    ).toBe('not-satisfied');
    const promote = () =>
      portal.as(MAYA).post(`/apps/${APP}/promotions`, { environment: 'beta' });
    // Something new, with everything that it needs.
    await change(portal, { purpose: 'Finds lunch' });
    await consideredByTheRules(portal);
    const { body } = await promote().expect(409);
    expect(JSON.stringify(body)).toContain('Looked at every year');
    await portal
      .as(MAYA)
      .post(`${path}/attest`, { expectedVersion: 2, answers: ALL_RIGHT })
      .expect(201);
    await settled(portal);
    await promote().expect(202);
  });

  it('of a Low app is every line, confirmed by its owner herself', async () => {
    const portal = await lowInProduction();
    await daysUnseen(portal, 366);
    const attest = (body: object, ref = MAYA, actor?: string) =>
      portal.as(ref, { actor }).post(`${path}/attest`, {
        expectedVersion: 1,
        answers: ALL_RIGHT,
        ...body,
      });
    await attest({}, RITA).expect(403);
    await attest({}, MAYA, 'plugin:scaffolder').expect(403);
    await attest({ answers: { purpose: 'yes' } }).expect(400);
    await attest({ answers: { ...ALL_RIGHT, vendors: 'changed' } }).expect(409);
    await attest({ expectedVersion: 4 }).expect(409);
    await portal
      .as(MAYA)
      .post(`${path}/requests`, { expectedVersion: 1 })
      .expect(409);
    const { body } = await attest({}).expect(201);
    expect(body).toMatchObject({
      state: 'running',
      reviews: [{ how: 'attested', by: MAYA, answers: ALL_RIGHT }],
      renewal: [],
    });
    expect(await audited(portal)).toContain('review.done');
    const seen = await annualReview(portal, 'user:default/noah');
    expect(seen.reviews[0]?.answers).toBeUndefined();
  });

  it('of a riskier app is a reviewer’s, who has no part in it', async () => {
    const portal = await lowInProduction();
    await change(portal, MEDIUM);
    await daysUnseen(portal, 366);
    expect((await annualReview(portal)).state).toBe('overdue');
    await approved(portal);
    // A person approved it: that was a look.
    expect((await annualReview(portal)).state).toBe('running');
    await daysUnseen(portal, 366);
    expect(await annualReview(portal)).toMatchObject({
      state: 'overdue',
      way: 'request',
      viewer: { mayAttest: false, mayAsk: true },
    });
    await portal
      .as(MAYA)
      .post(`${path}/attest`, { expectedVersion: 2, answers: ALL_RIGHT })
      .expect(409);
    const ask = (ref = MAYA) =>
      portal.as(ref).post(`${path}/requests`, { expectedVersion: 2 });
    await ask(SAM).expect(403);
    const { body } = await ask().expect(201);
    await ask().expect(409);
    const { requestId } = body;
    const request = await portal
      .as(SAM)
      .get(`/requests/${requestId}`)
      .expect(200);
    expect(request.body).toMatchObject({
      kind: 'review',
      title: 'Annual review of Where2Eat',
      viewer: { mayVote: true },
    });
    const vote = (ref: string) =>
      portal.as(ref).post(`/requests/${requestId}/votes`, ballot(request.body));
    await vote(RITA).expect(403);
    await vote(MAYA).expect(403);
    await vote(SAM).expect(200);
    expect(await annualReview(portal)).toMatchObject({
      state: 'running',
      reviews: [{ how: 'reviewed', by: SAM }],
    });
    // The approval that the app runs by is untouched.
    expect((await detail(portal)).approval).toBe('approved');
    await change(portal, { purpose: 'Finds lunch' });
    expect((await annualReview(portal)).state).toBe('running');
  });

  it('is due after the days of the organisation, and follows a change of them (R12)', async () => {
    const policy = createCompanyRules();
    const portal = await start({ policy });
    await registered(portal, { successor: RITA });
    await withCode(portal);
    await inProduction(portal);
    await daysUnseen(portal, 100);
    await portal.run('micro-apps-reviews');
    const days = async () => {
      const { dueAt } = await annualReview(portal);
      const [{ redeemed_at: since }] = await portal.knex(
        'micro_apps_deployments',
      );
      return (Date.parse(dueAt ?? '') - Date.parse(since)) / 86_400_000;
    };
    const late = async () =>
      (await audited(portal)).filter(each => each === 'review.overdue').length;
    expect([await days(), await late()]).toEqual([365, 0]);
    policy.described = { reviewEveryDays: 90 };
    expect(await days()).toBe(90);
    // Its next look was far ahead by the days of before.
    await portal.run('micro-apps-reviews');
    expect(await late()).toBe(1);
    expect(
      (await detail(portal)).findings.find(
        ({ controlId }) => controlId === 'annual-review',
      )?.state,
    ).toBe('not-satisfied');
    policy.described = { reviewEveryDays: 0 };
    expect(await days()).toBe(365);
    // More than shipped is a looser value, and has to be told as one.
    policy.described = { reviewEveryDays: 500 };
    expect(await days()).toBe(365);
    policy.described = {
      reviewEveryDays: 500,
      weakenings: [{ path: 'review.everyDays', because: 'Larger than 365' }],
    };
    expect(await days()).toBe(500);
  });

  it('begins no new year when what ran was stopped and runs again', async () => {
    const portal = await lowInProduction();
    await daysUnseen(portal, 366);
    await portal
      .knex('micro_apps_deployments')
      .update({ finished_at: new Date().toISOString() });
    expect((await annualReview(portal)).state).toBe('overdue');
    await portal.knex('micro_apps_deployments').update({ state: 'stopped' });
    const { state, viewer } = await annualReview(portal);
    expect([state, viewer.mayAttest]).toEqual(['not-asked', false]);
    const attest = () =>
      portal
        .as(MAYA)
        .post(`${path}/attest`, { expectedVersion: 1, answers: ALL_RIGHT });
    // Nobody gains a year in advance.
    await attest().expect(409);
    await portal.knex('micro_apps_deployments').update({ state: 'running' });
    expect((await annualReview(portal)).state).toBe('overdue');
    await attest().expect(201);
  });

  it('is not spared by a lower class to which nobody has agreed', async () => {
    const portal = await lowInProduction();
    await change(portal, MEDIUM);
    await approved(portal);
    await daysUnseen(portal, 366);
    const lowered = await change(portal, { classification: 'internal' });
    expect(lowered.band).toBe('low');
    expect(await annualReview(portal)).toMatchObject({
      state: 'overdue',
      way: 'request',
      viewer: { mayAttest: false, mayAsk: true },
    });
    await portal
      .as(MAYA)
      .post(`${path}/attest`, { expectedVersion: 3, answers: ALL_RIGHT })
      .expect(409);
    await portal
      .as(MAYA)
      .post(`${path}/requests`, { expectedVersion: 3 })
      .expect(201);
  });

  it('is asked of nobody any more once the app is retired', async () => {
    const portal = await lowInProduction();
    await change(portal, MEDIUM);
    await approved(portal);
    await daysUnseen(portal, 366);
    const { body } = await portal
      .as(MAYA)
      .post(`${path}/requests`, { expectedVersion: 2 })
      .expect(201);
    await portal
      .as(MAYA)
      .post(`/apps/${APP}/retirement`, {
        expectedVersion: 2,
        typedName: 'Where2Eat',
        reason: 'Nobody uses it',
        idempotencyKey: 'the-end-of-lunch',
      })
      .expect(202);
    const request = await portal
      .as(SAM)
      .get(`/requests/${body.requestId}`)
      .expect(200);
    expect(request.body.state).toBe('void');
    await settled(portal);
    await portal.run('micro-apps-reviews');
    expect(await portal.knex('micro_apps_review_clocks')).toEqual([]);
    expect((await annualReview(portal)).state).toBe('not-asked');
  });
});
