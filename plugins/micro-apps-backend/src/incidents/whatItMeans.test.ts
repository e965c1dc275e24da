import {
  APP,
  consideredByTheRules,
  detail,
  explained,
  hoursPass,
  MAYA,
  registered,
  reported,
  SAM,
  settled,
  step,
  usePortals,
  withCode,
  type Portal,
} from '../__testUtils__';

const start = usePortals();
const INCIDENT_CONTROLS = [
  'incident-escalation',
  'root-cause-analysis',
  'post-mortem',
];

/** Where the controls stand that incidents bring, by id. */
async function controls(portal: Portal): Promise<Record<string, string>> {
  const { findings } = await detail(portal);
  return Object.fromEntries(
    findings
      .filter(({ controlId }) => INCIDENT_CONTROLS.includes(controlId))
      .map(({ controlId, state }) => [controlId, state]),
  );
}

async function promote(portal: Portal) {
  const { status, body } = await portal
    .as(MAYA)
    .post(`/apps/${APP}/promotions`, { environment: 'beta' });
  return [status, JSON.stringify(body)] as const;
}

/** Everything is there that a promotion needs. */
async function readyToShip() {
  const portal = await start();
  await registered(portal);
  await withCode(portal);
  await consideredByTheRules(portal);
  return portal;
}

describe('an open incident', () => {
  it('brings its controls, which the records decide', async () => {
    const portal = await start();
    await registered(portal);
    expect(await controls(portal)).toEqual({});
    const made = await reported(portal);
    expect(await controls(portal)).toEqual({
      'incident-escalation': 'satisfied',
      'root-cause-analysis': 'satisfied',
    });
    await hoursPass(portal, made, 3);
    expect(await controls(portal)).toMatchObject({
      'incident-escalation': 'not-satisfied',
    });
    await hoursPass(portal, made, 80);
    expect(await controls(portal)).toMatchObject({
      'root-cause-analysis': 'not-satisfied',
    });
    await explained(portal, made);
    expect(await controls(portal)).toEqual({
      'incident-escalation': 'not-satisfied',
      'root-cause-analysis': 'satisfied',
    });
    await step(portal.as(SAM), made, 'close').expect(200);
    expect(await controls(portal)).toEqual({});
  });

  it('keeps a grave one from being promoted until it is talked through and decided', async () => {
    const portal = await readyToShip();
    const made = await reported(portal, { severity: 'high' });
    await settled(portal);
    expect(await promote(portal)).toEqual([
      409,
      expect.stringMatching(/post-mortem/),
    ]);
    await explained(portal, made);
    const sam = portal.as(SAM);
    const text = 'We looked back together';
    await step(sam, made, 'post-mortem', { text }).expect(200);
    expect((await promote(portal))[0]).toBe(409);
    await step(sam, made, 'suspension', {
      decision: 'keep-running',
      reason: 'It is mended',
    }).expect(200);
    await settled(portal);
    expect((await promote(portal))[0]).toBe(202);
  });

  it('keeps an app whose causes are overdue from being promoted, lowered or not', async () => {
    const portal = await readyToShip();
    const made = await reported(portal);
    await hoursPass(portal, made, 80);
    await settled(portal);
    expect(await promote(portal)).toEqual([
      409,
      expect.stringMatching(/root-cause-analysis/),
    ]);
    await explained(portal, made);
    await settled(portal);
    expect((await promote(portal))[0]).toBe(202);
  });

  it('opens no gate when its records cannot be read', async () => {
    const portal = await readyToShip();
    await portal.knex.schema.renameTable(
      'micro_apps_incident_severities',
      'gone',
    );
    await reportedInTheRow(portal);
    expect((await promote(portal))[0]).toBe(500);
    await portal.knex.schema.renameTable(
      'gone',
      'micro_apps_incident_severities',
    );
    // Without a severity it counts as a grave one, and one whose end nobody
    // can read is open.
    expect((await controls(portal))['post-mortem']).toBe('not-satisfied');
    await portal
      .knex('micro_apps_incidents')
      .update({ closed_at: 'some day', queue_order: null });
    expect((await controls(portal))['post-mortem']).toBe('not-satisfied');
    expect((await promote(portal))[0]).toBe(409);
  });
});

/** A row without any of its parts. */
async function reportedInTheRow({ knex }: Portal): Promise<void> {
  const now = new Date().toISOString();
  await knex('micro_apps_incidents').insert({
    id: 'bare',
    origin_id: 'bare',
    app_id: APP,
    title: 'Bare',
    what_happened: 'Nobody knows',
    detected_at: now,
    reported_at: now,
    reported_by: MAYA,
  });
}
