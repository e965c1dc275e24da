import { aRegistration } from '@micro-apps/governance-core/testing';
import {
  approved,
  inHours,
  MAYA,
  MEDIUM,
  registered,
  reported,
  usePortals,
} from '../../__testUtils__';
import { numbers } from './__testUtils__/numbersSteps';

const start = usePortals();

describe('key metrics', () => {
  it('run by wall clock from registering to the yes, and from detecting to closing', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    await approved(portal);
    await portal
      .knex('micro_apps_apps')
      .update({ created_at: inHours(-10), band: 'low' });
    await portal
      .knex('micro_apps_requests')
      .update({ band: 'low', decided_at: inHours(-4) });
    await reported(portal, { detectedAt: inHours(-9), severity: 'low' });
    await portal
      .knex('micro_apps_incidents')
      .update({ closed_at: inHours(-3) });
    const { metrics } = await numbers(portal);
    const metric = (id: string) => metrics.find(each => each.id === id);
    expect(metric('time-to-approve-low')).toMatchObject({
      of: 1,
      met: true,
      unit: 'hours',
    });
    expect(metric('time-to-approve-low')?.value).toBeCloseTo(6, 0);
    expect(metric('time-to-remediate')?.value).toBeCloseTo(6, 0);
    expect(metric('incidents')?.value).toBe(1);
    expect(metric('time-to-deploy-low')?.value).toBeUndefined();
    expect(metric('registered-of-discovered')?.value).toBeUndefined();
  });
});

it('a first yes is measured as the risk was then, and a later one not at all', async () => {
  const portal = await start();
  const yes = async (name: string, bands: readonly string[]) => {
    const { body } = await portal
      .as(MAYA)
      .post('/apps', { registration: aRegistration({ name, ...MEDIUM }) })
      .expect(201);
    await portal
      .knex('micro_apps_apps')
      .where({ id: body.id })
      .update({
        created_at: inHours(-10),
        band: 'high',
      });
    await portal
      .as(MAYA)
      .post(`/apps/${body.id}/requests`, { expectedVersion: 1 })
      .expect(201);
    const request = await portal
      .knex('micro_apps_requests')
      .where({ app_id: body.id })
      .first();
    await portal.knex('micro_apps_requests').where({ app_id: body.id }).del();
    for (const [nth, band] of bands.entries()) {
      await portal.knex('micro_apps_requests').insert({
        ...request,
        seq: Number(request.seq) + 100 * (nth + 1),
        id: `${body.id}-${nth}`,
        open_key: null,
        state: nth === 0 ? 'void' : 'approved',
        band,
        decided_at: inHours(-8 + 2 * nth),
      });
    }
    return body.id;
  };
  const low = await yes('Low at first', ['low', 'high']);
  const later = await yes('Low later', ['medium', 'low']);
  const deployed = async (appId: string, url: string | null, hours: number) =>
    portal.knex('micro_apps_deployments').insert({
      id: `${appId}-${hours}`,
      environment: 'beta',
      commit_id: 'c1',
      decision_id: 'd1',
      envelope_hash: 'e1',
      requested_by: MAYA,
      requested_at: inHours(hours),
      token_hash: `hash of ${appId} ${hours}`,
      token_expires_at: inHours(hours),
      app_id: appId,
      state: 'stopped',
      url,
      redeemed_at: inHours(hours),
    });
  await deployed(low, null, -7);
  await deployed(low, 'http://low.localhost', -5);
  await deployed(later, 'http://later.localhost', -5);
  const { metrics } = await numbers(portal);
  const metric = (id: string) => metrics.find(each => each.id === id);
  expect(metric('time-to-approve-low')).toMatchObject({ of: 1 });
  expect(metric('time-to-approve-low')?.value).toBeCloseTo(2, 0);
  expect(metric('time-to-deploy-low')).toMatchObject({ of: 1 });
  expect(metric('time-to-deploy-low')?.value).toBeCloseTo(5, 0);
});
