import { readdirSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { signDelivery } from '@micro-apps/plugin-micro-apps-node';
import { aRegistration } from '@micro-apps/governance-core/testing';
import {
  approved,
  consideredByTheRules,
  detail,
  exceptionAsked,
  IVAN,
  change,
  SUE,
  MAYA,
  MEDIUM,
  registered,
  repositoryFile,
  requested,
  settled,
  shapeOf,
  state,
  sbomOf,
  SECRETS,
  submit,
  useIssuer,
  usePortals,
  voted,
  withCode,
  withEvidence,
  APP,
  SAM,
  type Portal,
} from '../__testUtils__';
import { useDatabases } from '../__testUtils__/databases';
import { enqueueNotice } from '../kernel/notices';

const databases = useDatabases();
const start = usePortals();
const issuer = useIssuer();

const directory = resolvePackagePath(
  '@micro-apps/plugin-micro-apps-backend',
  'migrations',
);
const files = readdirSync(directory).sort();

/** An app with something in every table. */
async function fill(portal: Portal): Promise<void> {
  const maya = portal.as(MAYA);
  await registered(portal);
  await withCode(portal);
  await machinesSend(portal);
  await maya.put(`/apps/${APP}/sandbox`).expect(202);
  await settled(portal);
  await maya.post(`/apps/${APP}/scans`).expect(202);
  await consideredByTheRules(portal);
  await maya
    .post(`/apps/${APP}/promotions`, {
      environment: 'beta',
      idempotencyKey: 'once',
    })
    .expect(202);
  await settled(portal);
  await maya
    .post('/vendors', {
      title: 'Lunch Board',
      kind: 'general',
      purpose: 'Shows the menus of the places nearby',
      dataClasses: ['public'],
      hosts: ['api.lunchboard.example'],
      sdkPackages: [],
    })
    .expect(201);
  const { registration } = await detail(portal);
  await maya
    .put(`/apps/${APP}/registration`, {
      registration: { ...registration, ...MEDIUM },
      expectedVersion: 1,
    })
    .expect(200);
  const asked = await requested(portal);
  const path = `/requests/${asked.id}`;
  await portal.as(SAM).post(`${path}/delegate`, { to: SUE }).expect(200);
  await portal
    .as(IVAN)
    .post(`${path}/override`, {
      reason: 'The payment service is down and this mends it',
      envelopeHash: asked.envelopeHash,
      expectedVersion: 2,
    })
    .expect(200);
  await change(portal, { audience: 'company' });
  const held = await voted(portal.as(SAM), await requested(portal), {
    choice: 'ask-for-changes',
    items: ['Say more'],
  }).expect(200);
  await settled(portal);
  await withEvidence(portal, {
    commit: (await detail(portal)).head,
    without: ['dynamic-scan'],
  });
  await exceptionAsked(portal);
  expect(held.body.state).toBe('changes-requested');
  portal.company.publish(repositoryFile({ retentionDays: 30 }));
  await portal.run('micro-apps-repositories');
  await portal
    .as(IVAN)
    .post('/imports', {
      rows: [aRegistration({ name: 'Imported' })],
      dryRun: false,
    })
    .expect(200);
  const { body: stopped } = await portal
    .as(SAM)
    .get(`/fleet/preview?action=restrict&owner=${MAYA}`)
    .expect(200);
  await portal
    .as(SAM)
    .post('/fleet/runs', {
      action: 'restrict',
      owner: MAYA,
      reason: 'Looks odd',
      expectedApps: stopped.apps,
    })
    .expect(202);
  await settled(portal);
  await noticed(portal);
}

/** Somebody is to be told something, and that is noted. */
async function noticed({ knex }: Portal): Promise<void> {
  await knex.transaction(tx =>
    enqueueNotice(tx, {
      key: 'once',
      kind: 'test.noticed',
      to: { people: [MAYA] },
      title: 'Something happened',
      text: 'Look at it',
      link: '/micro-apps',
      at: new Date(),
    }),
  );
  // Everybody is told before the tables are looked at.
  for (let tries = 0; tries < 400; tries += 1) {
    const waiting = await knex('micro_apps_outbox')
      .where({ state: 'waiting' })
      .andWhere('due_at', '<=', new Date().toISOString());
    if (waiting.length === 0) return;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error('There is still work to do');
}

/** A pipeline and a scanner hand in what they found. */
async function machinesSend(portal: Portal): Promise<void> {
  const report = { kind: 'component-scan', cyclonedx: sbomOf() };
  await submit(portal.withToken(await issuer().token()), report).expect(201);
  const body = JSON.stringify({ appId: APP, ...report });
  const signed = { body, id: 'd-1', secrets: SECRETS, at: new Date() };
  await portal
    .withToken(undefined)
    .raw('/deliveries/evidence')
    .type('json')
    .set(signDelivery(signed))
    .send(body)
    .expect(201);
}

describe('the migrations', () => {
  it('do nothing the second time, with or without data', async () => {
    const portal = await start({ microApps: issuer().config });
    await fill(portal);
    await settled(portal);
    const [rows, tables] = [await state(portal), await shapeOf(portal.knex)];
    for (const [name, held] of Object.entries(rows)) {
      expect([name, Array.isArray(held) && held.length > 0]).toEqual([
        name,
        true,
      ]);
    }
    const [, ran] = await portal.knex.migrate.latest({ directory });
    expect(ran).toEqual([]);
    expect(await state(portal)).toEqual(rows);
    expect(await shapeOf(portal.knex)).toEqual(tables);
    // Another instance of the portal starts on the same database.
    const { knex, company } = portal;
    const second = await start({ knex, company });
    expect((await detail(second)).version).toBe(3);
  });

  it('go down with data to nothing, and up again to the same', async () => {
    const portal = await start({ microApps: issuer().config });
    await fill(portal);
    await settled(portal);
    const { knex } = portal;
    const tables = await shapeOf(knex);
    for (const _ of files) await knex.migrate.down({ directory });
    expect(await shapeOf(knex)).toEqual([]);
    expect(await knex('knex_migrations')).toEqual([]);
    await knex.migrate.latest({ directory });
    expect(await shapeOf(knex)).toEqual(tables);
    const { body } = await portal
      .as(IVAN)
      .get('/audit/verification')
      .expect(200);
    expect(body).toMatchObject({ sound: true, count: 0 });
    await registered(portal, MEDIUM);
    expect((await approved(portal)).state).toBe('approved');
  });

  it('go up one by one to what they make at once', async () => {
    const [one, all] = [await databases.init(), await databases.init()];
    for (const _ of files) await one.migrate.up({ directory });
    await all.migrate.latest({ directory });
    expect(await shapeOf(one)).toEqual(await shapeOf(all));
  });

  it('keep the requests when the newest is taken back and run again', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    await settled(portal);
    const { knex } = portal;
    const requests = () =>
      knex('micro_apps_requests').select(
        'id',
        'state',
        'open_key',
        'requested_by',
        'requirements',
      );
    const before = await requests();
    await knex.migrate.down({ directory });
    expect(await requests()).toEqual(before);
    await knex.migrate.latest({ directory });
    expect(await requests()).toEqual(before);
    // Rows of that time name nobody as who submitted; who asked is enough.
    portal.company.hire('maya', { groups: ['security-reviewers'] });
    await voted(portal.as(MAYA), asked).expect(403);
    await voted(portal.as(SAM), asked).expect(200);
  });
});
