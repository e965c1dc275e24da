import { useBackups } from '../__testUtils__/backup';
import { useDatabases } from '../__testUtils__/databases';
import { readHead } from '../audit/DatabaseEntries';
import { verifyAudit } from '../audit/verifyAudit';
import { createDatabase } from '../kernel/database';
import { listResources } from '../provisioning/DatabaseResources';
import {
  APP,
  createStack,
  file,
  push,
  withRepository,
  withSandbox,
} from './testing';
import { quarantined } from './testing/holdSteps';

const databases = useDatabases();
const { backUp } = useBackups();
const author = { name: 'Maya', email: 'maya@example.com' };

/** A sandbox that runs, backed up; then more happens, and the database is lost. */
async function setUp(afterwards: (stack: Setting) => Promise<unknown>) {
  const stack = await createStack(await databases.init());
  const portal = stack.portal();
  await withRepository(stack, portal);
  await withSandbox(stack, portal);
  const head = await readHead(stack.knex);
  const backup = await backUp(stack.knex);
  await afterwards({ stack, portal });
  const knex = await backup.restore();
  const restored = stack.portal({ database: createDatabase(knex) });
  return { stack, knex, restored, head };
}
type Stack = Awaited<ReturnType<typeof createStack>>;
type Setting = { stack: Stack; portal: ReturnType<Stack['portal']> };

/** What the identity provider has, and what the registry says that it has. */
async function clientsOf(stack: Stack, knex: Stack['knex']) {
  const rows = await listResources(knex, 'client');
  return {
    provider: [...stack.ports.world.clients.keys()],
    registry: rows.map(({ state, externalId }) => [state, externalId]),
  };
}

// Reliability H5.
describe('a registry that was restored from a backup', () => {
  it('has an audit log that fits the head from before, and goes on', async () => {
    const { stack, knex, restored, head } = await setUp(
      ({ stack: { knex: old } }) =>
        old('micro_apps_audit').where({ seq: 1 }).update({ hash: 'forged' }),
    );
    const expected = {
      count: head?.seq ?? 0,
      head: head?.hash ?? '',
      chain: head?.chain,
    };
    const sound = { ok: true, value: { count: expected.count } };
    expect(await verifyAudit(knex, { expected })).toMatchObject(sound);
    expect(await verifyAudit(stack.knex, { expected })).toMatchObject({
      ok: false,
    });
    await restored.reconcile();
    await restored.drain();
    expect(await verifyAudit(knex, { expected })).toMatchObject({ ok: true });
  });

  it('registers no sign-in that was revoked since, until somebody starts the app', async () => {
    const { stack, knex, restored } = await setUp(
      async ({ stack: now, portal }) => {
        await quarantined(now, portal);
        await portal.drain();
        expect(now.ports.world.clients.size).toBe(0);
      },
    );
    await restored.reconcile();
    await restored.drain();
    await restored.reconcile();
    await restored.drain();
    expect(await clientsOf(stack, knex)).toEqual({
      provider: [],
      registry: [['failed', undefined]],
    });
    expect(
      await knex('micro_apps_audit').where({ action: 'client.lost' }),
    ).toHaveLength(1);
    await withSandbox(stack, restored);
    const { provider, registry } = await clientsOf(stack, knex);
    expect(provider).toHaveLength(1);
    expect(registry).toEqual([['present', provider[0]]]);
  });

  it('removes sign-in that it knows nothing of', async () => {
    const { stack, knex, restored } = await setUp(
      async ({ stack: { ports } }) => {
        const place = { appId: 'later', environment: 'sandbox' };
        const { jwks } = await ports.deployment.prepare(place);
        await ports.oauthClients.register({
          ...place,
          softwareId: 'micro-apps:later:sandbox',
          clientName: 'Later',
          redirectUris: [],
          scopes: [],
          jwks,
        });
      },
    );
    const before = stack.ports.world.clients.size;
    await restored.reconcile();
    const { provider, registry } = await clientsOf(stack, knex);
    expect([before, provider.length]).toEqual([2, 1]);
    expect(registry).toEqual([['present', provider[0]]]);
  });

  it('throws away no work of an app that it knows nothing of', async () => {
    const { stack, restored } = await setUp(async ({ stack: { ports } }) => {
      const creation = { files: [file('a', 'a')], message: 'x', author };
      await ports.repository.create({ ...creation, appId: 'begun' });
      await ports.repository.create({ ...creation, appId: 'later' });
      await ports.repository.commit({
        ...creation,
        appId: 'later',
        files: [file('a', 'b')],
      });
      await ports.deployment.prepare({ appId: 'later', environment: 'beta' });
    });
    await push(stack, 'more');
    await restored.reconcile();
    const { repositories, places } = stack.ports.world;
    expect([...repositories.keys()]).toEqual([APP, 'later']);
    expect([...places.keys()]).toEqual([`${APP}:sandbox`, 'later:beta']);
  });

  it('stops what runs with real data and without a record', async () => {
    const place = { appId: 'later', environment: 'beta' };
    const { stack, restored } = await setUp(async ({ stack: { ports } }) => {
      await ports.repository.create({
        appId: 'later',
        files: [file('a', 'a')],
        message: 'x',
        author,
      });
      const commit = (await ports.repository.head('later')) ?? '';
      const { jwks, redirectUri } = await ports.deployment.prepare(place);
      const { clientId } = await ports.oauthClients.register({
        ...place,
        softwareId: 'micro-apps:later:beta',
        clientName: 'Later',
        redirectUris: [redirectUri],
        scopes: [],
        jwks,
      });
      await ports.deployment.deploy({
        ...place,
        commit,
        clientId,
        dataKind: 'real',
      });
    });
    expect(await stack.ports.deployment.get(place)).toMatchObject({
      state: 'running',
    });
    await restored.reconcile();
    expect(await stack.ports.deployment.get(place)).toMatchObject({
      state: 'stopped',
    });
  });
});
