import { listDeployments } from '../deployments/DatabaseDeployments';
import { openHold } from '../containment/DatabaseHolds';
import { ensureSandbox } from '../provisioning/sandboxCommands';
import { startScan } from '../scans/startScan';
import {
  accepted,
  APP,
  auditActions,
  createStack,
  MAYA,
  passingResults,
  promote,
  push,
  withRepository,
  withSandbox,
  withScans,
} from './testing';
import {
  asked,
  expectTakenBack,
  leftOf,
  quarantined,
  selfReleased,
  SUE,
} from './testing/holdSteps';
import { useDatabases } from '../__testUtils__/databases';

const databases = useDatabases();

/** An app whose sandbox and beta run. */
async function setUp() {
  const stack = await createStack(await databases.init());
  const portal = stack.portal();
  const head = await withRepository(stack, portal);
  await withSandbox(stack, portal);
  await withScans(stack, portal);
  accepted(await promote(stack, portal));
  await portal.drain();
  const running = leftOf(stack);
  expect(running.running).toEqual([
    `${APP}:sandbox ${head}`,
    `${APP}:beta ${head}`,
  ]);
  return { stack, portal, head, running, world: stack.ports.world };
}

async function newest({ stack }: Awaited<ReturnType<typeof setUp>>) {
  return (await listDeployments(stack.knex, APP))[0];
}

describe('a quarantine', () => {
  it('closes every gate at once, then stops what runs and takes its sign-in back', async () => {
    const all = await setUp();
    const { stack, portal } = all;
    const view = await quarantined(stack, portal);
    expect(view).toMatchObject({
      standing: 'quarantined',
      hold: { revoking: true, by: 'user:default/sam' },
    });
    // Nothing has been taken back yet, and nothing goes on already.
    expect(leftOf(stack).running).toHaveLength(2);
    await push(stack, 'more();');
    expect(await promote(stack, portal)).toMatchObject({
      ok: false,
      refusal: { code: 'gate-closed' },
    });
    expect(
      await ensureSandbox(portal.deps).run(stack.context(), { id: APP }),
    ).toMatchObject({ ok: false, refusal: { code: 'not-in-this-state' } });

    await portal.drain();

    await expectTakenBack(stack);
    expect(await newest(all)).toMatchObject({
      state: 'stopped',
      reason: expect.stringContaining('quarantined'),
    });
    expect((await auditActions(stack)).slice(-3)).toEqual([
      'app.quarantined',
      'promotion.refused',
      'hold.confirmed',
    ]);
  });

  it('keeps data: places are stopped, not removed', async () => {
    const { stack, portal, world } = await setUp();
    await quarantined(stack, portal);
    await portal.drain();
    expect([...world.places.keys()]).toEqual([`${APP}:sandbox`, `${APP}:beta`]);
    expect(world.repositories.has(APP)).toBe(true);
  });

  it('shows that it is revoking until the provider confirms, and tries again', async () => {
    const { stack, portal } = await setUp();
    const { oauthClients } = stack.ports;
    let away = true;
    const flaky = stack.portal({
      ports: {
        ...stack.ports,
        oauthClients: {
          ...oauthClients,
          async remove(client) {
            if (away) throw new Error('The provider answers 503');
            await oauthClients.remove(client);
          },
        },
      },
    });
    await quarantined(stack, portal);
    for (let tries = 0; tries < 12; tries += 1) {
      await flaky.drain();
      stack.later(2);
    }
    // What could be stopped was stopped at once.
    expect(leftOf(stack).running).toEqual([]);
    expect(leftOf(stack).clients).toHaveLength(2);
    expect(await openHold(stack.knex, APP)).toMatchObject({
      confirmedAt: undefined,
      problem: 'The provider answers 503',
    });
    away = false;
    await flaky.drain();
    await expectTakenBack(stack);
  });

  it('names what a suspension took over, so that its release restarts it', async () => {
    const { stack, portal, running } = await setUp();
    await quarantined(stack, portal);
    await portal.drain();
    accepted(await asked(stack, portal, { action: 'suspend' }));
    await portal.drain();
    expect(leftOf(stack)).toEqual({ running: [], clients: [] });
    accepted(await asked(stack, portal, { action: 'release' }));
    await portal.drain();
    expect(leftOf(stack).running).toEqual(running.running);
  });
});

describe('a restriction', () => {
  it('lets run what runs, and nothing new', async () => {
    const { stack, portal, running } = await setUp();
    accepted(await asked(stack, portal, { action: 'restrict' }));
    await portal.drain();
    expect(leftOf(stack)).toEqual(running);
    await push(stack, 'more();');
    await withScans(stack, portal);
    expect(await promote(stack, portal)).toMatchObject({
      ok: false,
      refusal: { code: 'gate-closed' },
    });
  });
});

describe('a release', () => {
  it('puts back what ran before: same commit, same environments, new sign-in', async () => {
    const all = await setUp();
    const { stack, portal, running } = all;
    const before = [...stack.ports.world.clients.keys()];
    await quarantined(stack, portal);
    await portal.drain();
    await push(stack, 'more();');
    accepted(await asked(stack, portal, { action: 'release' }));
    expect(await newest(all)).toMatchObject({ state: 'deploying' });
    await portal.drain();
    expect(leftOf(stack).running).toEqual(running.running);
    expect(leftOf(stack).clients.sort()).toEqual([...running.clients].sort());
    for (const id of before) {
      expect(stack.ports.world.clients.has(id)).toBe(false);
    }
    expect(await newest(all)).toMatchObject({ state: 'running' });
  });

  it('starts nothing that did not run', async () => {
    const { stack, portal, head } = await setUp();
    await stack.ports.deployment.stop({ appId: APP, environment: 'sandbox' });
    await quarantined(stack, portal);
    await portal.drain();
    accepted(await asked(stack, portal, { action: 'release' }));
    await portal.drain();
    expect(leftOf(stack).running).toEqual([`${APP}:beta ${head}`]);
  });

  it('waits while taking back is at work, and takes the place of what is to come', async () => {
    const { stack, portal, running } = await setUp();
    const { deployment } = stack.ports;
    const slow = stack.portal({
      ports: {
        ...stack.ports,
        deployment: {
          ...deployment,
          async stop(place) {
            expect(
              await asked(stack, portal, { action: 'release' }),
            ).toMatchObject({ ok: false, refusal: { code: 'busy' } });
            return await deployment.stop(place);
          },
        },
      },
    });
    await quarantined(stack, portal);
    await slow.drain();
    await expectTakenBack(stack);
    accepted(await asked(stack, portal, { action: 'release' }));
    await portal.drain();
    // Nobody has begun to take back: then there is nothing to wait for.
    await quarantined(stack, portal);
    accepted(await asked(stack, portal, { action: 'release' }));
    await portal.drain();
    expect(leftOf(stack).running).toEqual(running.running);
  });

  it('opens no gate: what left its envelope meanwhile stays down', async () => {
    const all = await setUp();
    const { stack, portal } = all;
    await quarantined(stack, portal);
    await portal.drain();
    await stack
      .knex('micro_apps_apps')
      .update({ envelope_hash: 'f'.repeat(64) });
    accepted(await asked(stack, portal, { action: 'release' }));
    await portal.drain();
    expect(await newest(all)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('registration changed'),
    });
  });
});

describe('a release by the checks', () => {
  it('tells its owner what is missing, and frees it when nothing is', async () => {
    const { stack, portal, running } = await setUp();
    await quarantined(stack, portal);
    await portal.drain();
    // The scanner finds something from now on.
    stack.scanRunner.run.mockImplementation(async () =>
      passingResults().map(result => ({ ...result, outcome: 'fail' as const })),
    );
    await withScans(stack, portal);
    const refused = await selfReleased(stack, portal);
    expect(refused).toMatchObject({
      ok: false,
      refusal: {
        code: 'gate-closed',
        details: expect.arrayContaining([
          expect.objectContaining({ path: 'dynamic-security-scan' }),
        ]),
      },
    });
    stack.scanRunner.run.mockImplementation(async () => passingResults());
    stack.later(1);
    await withScans(stack, portal);
    expect(accepted(await selfReleased(stack, portal))).toMatchObject({
      standing: 'active',
      hold: undefined,
    });
    await portal.drain();
    expect(leftOf(stack).running).toEqual(running.running);
  });

  it('does not bring back a commit that still fails', async () => {
    const all = await setUp();
    const { stack, portal, head } = all;
    await quarantined(stack, portal);
    await portal.drain();
    stack.scanRunner.run.mockImplementation(async ({ commit }) =>
      passingResults().map(result => ({
        ...result,
        outcome: commit === head ? ('fail' as const) : ('pass' as const),
      })),
    );
    accepted(await startScan(portal.deps).run(stack.context(), { id: APP }));
    await portal.drain();
    const mended = await push(stack, 'mended();');
    stack.later(1);
    await withScans(stack, portal);
    accepted(await selfReleased(stack, portal));
    await portal.drain();
    expect(await newest(all)).toMatchObject({
      state: 'stopped',
      reason: expect.stringContaining('Promote the newest one'),
    });
    accepted(await promote(stack, portal));
    await portal.drain();
    expect(leftOf(stack).running).toContain(`${APP}:beta ${mended}`);
  });

  it('is not for others, and not for a suspended app', async () => {
    const { stack, portal } = await setUp();
    await quarantined(stack, portal);
    await portal.drain();
    // Its owner has no other way.
    expect(
      await asked(stack, portal, { action: 'release' }, MAYA),
    ).toMatchObject({ ok: false, refusal: { code: 'not-eligible' } });
    accepted(await asked(stack, portal, { action: 'suspend' }, SUE));
    expect(await selfReleased(stack, portal)).toMatchObject({
      ok: false,
      refusal: { code: 'not-in-this-state' },
    });
  });
});
