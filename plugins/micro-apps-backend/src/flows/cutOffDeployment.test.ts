import { listDeployments } from '../deployments/DatabaseDeployments';
import {
  accepted,
  APP,
  createFailpoints,
  createStack,
  promote,
  withRepository,
  withScans,
} from './testing';
import { useDatabases } from '../__testUtils__/databases';

// Each test tries every point up to the one it is about.
jest.setTimeout(30_000);
const databases = useDatabases();

/** A promotion whose portal ended at the named point, and its next start. */
async function setUpCutOff(point: string) {
  for (let stopAt = 1; ; stopAt += 1) {
    const knex = await databases.init();
    const stack = await createStack(knex);
    const portal = stack.portal();
    const head = await withRepository(stack, portal);
    await withScans(stack, portal);
    accepted(await promote(stack, portal));
    const failpoints = createFailpoints(stopAt);
    const dying = stack.portal({
      database: failpoints.database(knex),
      ports: {
        ...stack.ports,
        deployment: failpoints.port('deployment', stack.ports.deployment),
      },
    });
    await dying.drain().catch(() => undefined);
    if (!failpoints.stoppedAt()) throw new Error(`There is no point ${point}`);
    if (failpoints.stoppedAt() !== point) continue;
    return {
      stack,
      head,
      newest: async () => (await listDeployments(knex, APP))[0],
      live: () => stack.ports.world.places.get(`${APP}:beta`)?.runtime,
      async restart() {
        const next = stack.portal();
        await next.reconcile();
        await next.drain();
      },
    };
  }
}

describe('a deployment that a stop of the portal cut off', () => {
  it('is noted as running when its commit runs, however late that is', async () => {
    const { stack, head, newest, live, restart } = await setUpCutOff(
      'after deployment.deploy',
    );
    expect(await newest()).toMatchObject({ state: 'deploying' });
    // What runs is a fact; that the app changed since is for the next gate.
    await stack.knex('micro_apps_apps').update({
      envelope_hash: 'f'.repeat(64),
    });
    stack.later(10);
    await restart();
    expect(live()).toMatchObject({ state: 'running', commit: head });
    expect(await newest()).toMatchObject({ state: 'running', commit: head });
  });

  it('is taken up at once while its permission lasts', async () => {
    const { stack, head, newest, live, restart } = await setUpCutOff(
      'before deployment.deploy',
    );
    stack.later(4);
    await restart();
    expect(await newest()).toMatchObject({ state: 'running' });
    expect(live()).toMatchObject({ commit: head });
  });

  it('has failed when its permission ended before the next start', async () => {
    const { stack, newest, live, restart } = await setUpCutOff(
      'before deployment.deploy',
    );
    stack.later(6);
    await restart();
    expect(await newest()).toMatchObject({
      state: 'failed',
      reason: 'The portal was restarted in between. Promote again',
    });
    expect(live()).toBeUndefined();
  });

  it('has failed when the app left its envelope meanwhile', async () => {
    const { stack, newest, live, restart } = await setUpCutOff(
      'before deployment.deploy',
    );
    await stack.knex('micro_apps_apps').update({
      envelope_hash: 'f'.repeat(64),
    });
    // Whatever the stopped portal had taken is free again by then.
    stack.later(2);
    await restart();
    expect(await newest()).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('registration changed'),
    });
    expect(live()).toBeUndefined();
  });

  it('does not keep the place taken when its token was never used', async () => {
    const { stack, newest, restart } = await setUpCutOff(
      'before deployment.get',
    );
    expect(await newest()).toMatchObject({ state: 'requested' });
    stack.later(6);
    await restart();
    expect(await newest()).toMatchObject({ state: 'failed' });
    accepted(await promote(stack, stack.portal()));
    expect(await newest()).toMatchObject({ state: 'requested' });
  });
});
