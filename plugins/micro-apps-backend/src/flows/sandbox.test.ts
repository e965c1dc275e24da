import { readSandboxLogs } from '../provisioning/readSandboxLogs';
import {
  ensureSandbox,
  startSandbox,
  stopSandbox,
  updateSandbox,
} from '../provisioning/sandboxCommands';
import {
  accepted,
  APP,
  auditActions,
  createStack,
  NOAH,
  push,
  SAM,
  withRepository,
  withSandbox,
} from './testing';
import { useDatabases } from '../__testUtils__/databases';

const databases = useDatabases();
const id = { id: APP };

async function setUp() {
  const stack = await createStack(await databases.init());
  const portal = stack.portal();
  const head = await withRepository(stack, portal);
  return { stack, portal, head, world: stack.ports.world };
}

describe('a sandbox', () => {
  it('is ordered at once and runs the newest commit after the work', async () => {
    const { stack, portal, head, world } = await setUp();
    const ordered = await ensureSandbox(portal.deps).run(stack.context(), id);
    expect(accepted(ordered)).toMatchObject({
      state: 'preparing',
      step: 'Waiting for its turn',
    });
    expect(world.places.size).toBe(0);

    await portal.drain();

    expect(await portal.deps.view(APP)).toMatchObject({
      state: 'running',
      commit: head,
      head,
      behind: false,
      url: `http://${APP}-sandbox.localhost:7101`,
    });
    const [[clientId, client]] = world.clients;
    expect(world.places.get(`${APP}:sandbox`)?.runtime).toMatchObject({
      clientId,
      dataKind: 'sanitised',
    });
    expect(client).toMatchObject({
      softwareId: `micro-apps:${APP}:sandbox`,
      scopes: ['email', 'openid', 'people:read', 'profile', 'roles'],
    });
    expect(await auditActions(stack)).toEqual([
      'repository.created',
      'sandbox.ordered',
      'client.registered',
      'sandbox.placed',
    ]);
  });

  it('shows the step that is going on', async () => {
    const { stack, portal } = await setUp();
    accepted(await ensureSandbox(portal.deps).run(stack.context(), id));
    portal.steps.set(APP, 'Installing packages');
    expect(await portal.deps.view(APP)).toMatchObject({
      state: 'preparing',
      step: 'Installing packages',
    });
  });

  it('is left alone when it is asked for again', async () => {
    const { stack, portal, world } = await setUp();
    await withSandbox(stack, portal);
    const before = await auditActions(stack);
    await push(stack, 'later();');
    await withSandbox(stack, portal);
    expect(await auditActions(stack)).toEqual(before);
    expect(world.clients.size).toBe(1);
    expect(await portal.deps.view(APP)).toMatchObject({ behind: true });
  });

  it('takes the newest commit when it is updated, with the client it has', async () => {
    const { stack, portal, world } = await setUp();
    await withSandbox(stack, portal);
    const [clientId] = world.clients.keys();
    const next = await push(stack, 'better();');
    accepted(await updateSandbox(portal.deps).run(stack.context(), id));
    await portal.drain();
    expect(await portal.deps.view(APP)).toMatchObject({
      state: 'running',
      commit: next,
      behind: false,
    });
    expect([...world.clients.keys()]).toEqual([clientId]);
  });

  it('shows why it failed and is tried again later by itself', async () => {
    const { stack, portal, head, world } = await setUp();
    world.registerFails = 'The identity provider does not answer.';
    await withSandbox(stack, portal);
    expect(await portal.deps.view(APP)).toMatchObject({
      state: 'failed',
      reason: 'The identity provider does not answer.',
    });
    expect((await auditActions(stack)).at(-1)).toBe('sandbox.failed');

    world.registerFails = undefined;
    await portal.drain();
    expect(await portal.deps.view(APP)).toMatchObject({ state: 'failed' });
    stack.later(1);
    await portal.drain();
    expect(await portal.deps.view(APP)).toMatchObject({
      state: 'running',
      commit: head,
      reason: undefined,
    });
    expect(world.clients.size).toBe(1);
  });

  it('keeps the earlier copy running when an update fails', async () => {
    const { stack, portal, head, world } = await setUp();
    await withSandbox(stack, portal);
    await push(stack, 'broken(');
    world.deployFails = 'The app did not answer.';
    accepted(await updateSandbox(portal.deps).run(stack.context(), id));
    await portal.drain();
    expect(await portal.deps.view(APP)).toMatchObject({
      state: 'running',
      commit: head,
      behind: true,
      reason: 'The app did not answer.',
    });
  });

  it('lets people sign in to the earlier copy although its client was replaced', async () => {
    const { stack, portal, head, world } = await setUp();
    await withSandbox(stack, portal);
    const [before] = world.clients.keys();
    const stored = await stack.knex('micro_apps_apps').first('registration');
    await stack.knex('micro_apps_apps').update({
      registration: JSON.stringify({
        ...JSON.parse(stored.registration),
        scopes: ['people:read', 'profile:read'],
      }),
    });
    await push(stack, 'broken(');
    world.deployFails = 'The app did not answer.';
    accepted(await updateSandbox(portal.deps).run(stack.context(), id));
    await portal.drain();

    const [[clientId, client]] = world.clients;
    expect(clientId).not.toBe(before);
    expect(client.scopes).toContain('profile:read');
    expect(world.places.get(`${APP}:sandbox`)?.runtime).toMatchObject({
      commit: head,
      clientId,
    });
  });

  it('stops and starts with an audit entry each', async () => {
    const { stack, portal } = await setUp();
    await withSandbox(stack, portal);
    const stopped = await stopSandbox(portal.deps).run(stack.context(), id);
    expect(accepted(stopped).state).toBe('stopped');
    const started = await startSandbox(portal.deps).run(stack.context(), id);
    expect(accepted(started).state).toBe('running');
    expect((await auditActions(stack)).slice(-2)).toEqual([
      'sandbox.stop-ordered',
      'sandbox.start-ordered',
    ]);
  });

  it('is not started by a repeated note after somebody stopped it', async () => {
    const { stack, portal, world } = await setUp();
    await withSandbox(stack, portal);
    await push(stack, 'broken(');
    world.deployFails = 'The app did not answer.';
    accepted(await updateSandbox(portal.deps).run(stack.context(), id));
    await portal.drain();
    accepted(await stopSandbox(portal.deps).run(stack.context(), id));
    stack.later(60);
    await portal.drain();
    expect(await portal.deps.view(APP)).toMatchObject({ state: 'stopped' });
  });

  it('is ordered by start when nothing was ever placed', async () => {
    const { stack, portal } = await setUp();
    accepted(await startSandbox(portal.deps).run(stack.context(), id));
    await portal.drain();
    expect(await portal.deps.view(APP)).toMatchObject({ state: 'running' });
  });

  it('needs a key that seals credentials, and says so plainly', async () => {
    const { stack, world } = await setUp();
    const { deps } = stack.portal({ settings: { credentialsKey: undefined } });
    expect(await ensureSandbox(deps).run(stack.context(), id)).toMatchObject({
      ok: false,
      refusal: {
        code: 'not-in-this-state',
        because: expect.stringContaining('no key to keep credentials'),
      },
    });
    expect(world.clients.size).toBe(0);
  });

  it('is not started while the app is held', async () => {
    const { stack, portal, world } = await setUp();
    accepted(await ensureSandbox(portal.deps).run(stack.context(), id));
    await stack.knex('micro_apps_apps').update({ standing: 'suspended' });
    await portal.drain();
    expect(world.places.size).toBe(0);
    expect(await portal.deps.view(APP)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('suspended'),
    });
    expect(
      await updateSandbox(portal.deps).run(stack.context(), id),
    ).toMatchObject({ ok: false, refusal: { code: 'not-in-this-state' } });
  });

  it('obeys those who may change the app, and shows its log to reviewers', async () => {
    const { stack, portal } = await setUp();
    await withSandbox(stack, portal);
    for (const command of [
      ensureSandbox,
      startSandbox,
      stopSandbox,
      updateSandbox,
    ]) {
      for (const actor of [NOAH, SAM]) {
        expect(
          await command(portal.deps).run(stack.context(actor), id),
        ).toMatchObject({ ok: false, refusal: { code: 'not-allowed' } });
      }
    }
    const logs = readSandboxLogs(portal.deps);
    expect(accepted(await logs.run(stack.context(SAM), id)).items).toEqual([
      { at: expect.any(String), text: 'ready' },
    ]);
    expect(await logs.run(stack.context(NOAH), id)).toMatchObject({
      ok: false,
      refusal: { code: 'not-allowed' },
    });
  });
});
