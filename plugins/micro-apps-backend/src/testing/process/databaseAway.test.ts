import { aRegistration } from '@micro-apps/governance-core/testing';
import { testsOnPostgres } from '../../__testUtils__/databases';
import { MAYA } from '../../__testUtils__/people';
import { verifyAudit } from '../../audit/verifyAudit';
import { connect } from './connect';
import { startDatabaseProxy, type DatabaseProxy } from './databaseProxy';
import { portalHere, useSites, type Site, type SitePortal } from './sites';

jest.setTimeout(120_000);
const testOnPostgres = testsOnPostgres();
const createSite = useSites();
/** Longest that anybody waits for an answer here, in milliseconds. */
const PATIENCE = 15_000;

let site: Site;
let proxy: DatabaseProxy;
let portal: SitePortal;

/** A portal whose way to the database goes through the proxy. */
async function setUp(options: { connections?: number } = {}): Promise<void> {
  site = await createSite();
  proxy = await startDatabaseProxy(site.address);
  const through = new URL(proxy.address);
  through.searchParams.set('query_timeout', '2000');
  through.searchParams.set('connectionTimeoutMillis', '1000');
  portal = await portalHere(
    { ...site, address: through.href },
    {
      pool: { min: 0, max: options.connections ?? 5 },
      acquireConnectionTimeout: 3_000,
    },
  );
}

afterEach(async () => {
  // Whatever a test left disturbed would hold up the end.
  proxy?.heal();
  await portal?.leave();
  await proxy?.stop();
});

/** Registers under a key; how it was answered, in time. */
async function register(key: string) {
  const began = Date.now();
  const { status, body } = await portal.as(MAYA).post('/apps', {
    registration: aRegistration({ name: `App ${key}` }),
    idempotencyKey: key,
  });
  expect(Date.now() - began).toBeLessThan(PATIENCE);
  return { status, message: body.error?.message, id: body.id };
}

/** The answer while the database is away, in words for people. */
const AWAY = {
  status: 503,
  message: 'The registry cannot be reached right now. Try again in a minute',
};

/** Tries until it works again, with nobody restarting anything. */
async function recovered(key: string) {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const answer = await register(key);
    if (answer.status === 201) return answer;
    expect(answer).toMatchObject(AWAY);
    if (Date.now() > deadline) throw new Error('It does not recover');
  }
}

/** Apps and entries, as somebody sees them who goes past the proxy. */
async function requireOnce(id: string): Promise<void> {
  const direct = connect(site.address);
  try {
    expect(await direct('micro_apps_apps').where({ id })).toHaveLength(1);
    expect(
      await direct('micro_apps_audit').where({
        action: 'app.registered',
        app_id: id,
      }),
    ).toHaveLength(1);
    expect(await verifyAudit(direct)).toMatchObject({ ok: true });
  } finally {
    await direct.destroy();
  }
}

describe('a database', () => {
  testOnPostgres('that is cut off is told, and found again', async () => {
    await setUp();
    expect(await register('before')).toMatchObject({ status: 201 });
    proxy.cut();
    expect(await register('cut')).toMatchObject(AWAY);
    const { status } = await portal.as(MAYA).get('/apps');
    expect(status).toBe(503);
    proxy.heal();
    const { id } = await recovered('cut');
    await requireOnce(id);
  });

  testOnPostgres('that says nothing any more likewise', async () => {
    await setUp();
    expect(await register('before')).toMatchObject({ status: 201 });
    proxy.silence();
    expect(await register('silent')).toMatchObject(AWAY);
    // The connections of before stay silent for ever: new ones are made.
    const before = proxy.made();
    proxy.heal();
    const { id } = await recovered('silent');
    expect(proxy.made()).toBeGreaterThan(before);
    await requireOnce(id);
  });

  testOnPostgres('that commits and cannot say so commits once', async () => {
    await setUp();
    expect(await register('before')).toMatchObject({ status: 201 });
    proxy.loseCommitAnswer('insert into "micro_apps_apps"');
    expect(await register('lost')).toMatchObject(AWAY);
    const again = await recovered('lost');
    await requireOnce(again.id);
  });

  testOnPostgres('that is slow is waited for', async () => {
    await setUp();
    proxy.delay(20);
    const { status, id } = await register('slow');
    expect(status).toBe(201);
    await requireOnce(id);
  });

  testOnPostgres(
    'whose connections are all in use is told, and used again',
    async () => {
      await setUp({ connections: 2 });
      expect(await register('before')).toMatchObject({ status: 201 });
      const holding = [
        await portal.knex.transaction(),
        await portal.knex.transaction(),
      ];
      expect(await register('crowded')).toMatchObject(AWAY);
      for (const each of holding) await each.rollback();
      const { id } = await recovered('crowded');
      await requireOnce(id);
    },
  );

  testOnPostgres(
    'in which a row is held for long is waited for, not for ever',
    async () => {
      await setUp();
      expect(await register('before')).toMatchObject({ status: 201 });
      const direct = connect(site.address);
      const holding = await direct.transaction();
      await holding('micro_apps_audit_head').forUpdate();
      expect(await register('held')).toMatchObject(AWAY);
      await holding.rollback();
      await direct.destroy();
      const { id } = await recovered('held');
      await requireOnce(id);
    },
  );
});
