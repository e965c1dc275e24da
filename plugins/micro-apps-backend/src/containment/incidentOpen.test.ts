import {
  APP,
  CAUSES,
  detail,
  MAYA,
  registered,
  reported,
  SAM,
  settled,
  step,
  usePortals,
} from '../__testUtils__';

const start = usePortals();

it('an app does not release itself while an incident of high severity is open', async () => {
  const portal = await start();
  await registered(portal);
  await portal
    .as(SAM)
    .post(`/apps/${APP}/containment`, {
      action: 'quarantine',
      reason: 'Looks odd',
      controlIds: ['named-owner'],
      expectedVersion: 1,
    })
    .expect(200);
  const made = await reported(portal, { severity: 'high' });
  await settled(portal);
  const release = () =>
    portal.as(MAYA).post(`/apps/${APP}/containment/release-by-checks`, {
      expectedVersion: 1,
    });
  const { status, body } = await release();
  expect([status, body.error.code]).toEqual([409, 'not-in-this-state']);
  expect(body.error.message).toMatch(/incident/);

  const security = portal.as(SAM);
  await step(security, made, 'escalate').expect(200);
  await step(portal.as(MAYA), made, 'causes', CAUSES).expect(200);
  const text = { text: 'We looked back together' };
  await step(security, made, 'post-mortem', text).expect(200);
  await step(security, made, 'suspension', {
    decision: 'keep-running',
    reason: 'It is mended',
  }).expect(200);
  await release().expect(409);
  await step(security, made, 'close').expect(200);
  await release().expect(200);
  expect((await detail(portal)).standing).toBe('active');
});
