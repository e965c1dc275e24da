import { listDeployments } from '../deployments/DatabaseDeployments';
import {
  ensureSandbox,
  startSandbox,
  stopSandbox,
} from '../provisioning/sandboxCommands';
import {
  accepted,
  APP,
  createFailpoints,
  createStack,
  promote,
  push,
  withRepository,
  withSandbox,
  withScans,
  writtenOver,
  type Stack,
} from './testing';
import {
  asked,
  expectTakenBack,
  leftOf,
  quarantined,
  SUE,
} from './testing/holdSteps';
import {
  OVERTAKEN_POINTS,
  overtakenBy,
  type OvertakenPoint,
} from './testing/overtaken';
import { useDatabases } from '../__testUtils__/databases';

// Two tests try every point, each on a database of its own.
jest.setTimeout(240_000);
const databases = useDatabases();
const id = { id: APP };

/** An app whose code is checked; nothing of it runs. */
async function setUp() {
  const stack = await createStack(await databases.init());
  const portal = stack.portal();
  await withRepository(stack, portal);
  await withScans(stack, portal);
  return { stack, portal };
}

/** Another instance quarantines the app, and takes back what it finds. */
async function quarantineElsewhere(stack: Stack) {
  const other = stack.portal();
  await quarantined(stack, other);
  await other.drain();
}

/** A portal that is overtaken by a quarantine around one call of a port. */
function overtaken(stack: Stack, ...point: OvertakenPoint) {
  return overtakenBy(stack, point, () => quarantineElsewhere(stack));
}

describe('a quarantine wins', () => {
  it.each(OVERTAKEN_POINTS)(
    'over a deployment: %s.%s, %s',
    async (...point) => {
      const { stack, portal } = await setUp();
      accepted(await promote(stack, portal));
      const deploy = jest.spyOn(stack.ports.deployment, 'deploy');
      const late = overtaken(stack, ...point);
      await late.drain();
      await stack.portal().drain();
      // What is held before the code is put in place never is, not for a moment.
      expect(deploy).toHaveBeenCalledTimes(point[1] === 'deploy' ? 1 : 0);
      await expectTakenBack(stack);
      // Nor does anything come later, after a new start.
      const next = stack.portal();
      await next.reconcile();
      await next.drain();
      stack.later(10);
      await next.drain();
      await expectTakenBack(stack);
    },
  );

  it.each(OVERTAKEN_POINTS)('over a sandbox: %s.%s, %s', async (...point) => {
    const { stack, portal } = await setUp();
    accepted(await ensureSandbox(portal.deps).run(stack.context(), id));
    const late = overtaken(stack, ...point);
    for (let tries = 0; tries < 8; tries += 1) {
      await late.drain();
      stack.later(5);
    }
    await stack.portal().drain();
    await expectTakenBack(stack);
  });

  it('over the start of a stopped sandbox, also when that came first', async () => {
    for (const when of ['before', 'after'] as const) {
      const { stack, portal } = await setUp();
      await withSandbox(stack, portal);
      accepted(await stopSandbox(portal.deps).run(stack.context(), id));
      const late = overtaken(stack, 'deployment', 'start', when);
      expect(
        await startSandbox(late.deps).run(stack.context(), id),
      ).toMatchObject({ ok: false, refusal: { code: 'not-in-this-state' } });
      await stack.portal().drain();
      await expectTakenBack(stack);
    }
  });

  it('over a promotion that was being decided', async () => {
    const { stack } = await setUp();
    const late = stack.portal({
      gate: real => ({
        ...real,
        async prepare(about) {
          const prepared = await real.prepare(about);
          await quarantineElsewhere(stack);
          return prepared;
        },
      }),
    });
    expect(await promote(stack, late)).toMatchObject({
      ok: false,
      refusal: { code: 'gate-closed' },
    });
    await late.drain();
    expect(await listDeployments(stack.knex, APP)).toEqual([]);
    await expectTakenBack(stack);
  });

  it('over a release that looked at an earlier hold', async () => {
    const { stack, portal } = await setUp();
    const { hold } = await quarantined(stack, portal);
    await portal.drain();
    // Somebody else quarantines it anew, for a reason of her own.
    accepted(await asked(stack, portal, { action: 'quarantine' }, SUE));
    expect(
      await asked(stack, portal, { action: 'release', holdId: hold?.id }),
    ).toMatchObject({
      ok: false,
      refusal: { code: 'changed-since-you-looked' },
    });
    await portal.drain();
    await expectTakenBack(stack);
  });

  it.each(OVERTAKEN_POINTS)(
    'over what a release puts in place again: %s.%s, %s',
    async (...point) => {
      const { stack, portal } = await setUp();
      await withSandbox(stack, portal);
      accepted(await promote(stack, portal));
      await portal.drain();
      await quarantined(stack, portal);
      await portal.drain();
      accepted(await asked(stack, portal, { action: 'release' }));
      const late = overtaken(stack, ...point);
      for (let tries = 0; tries < 8; tries += 1) {
        await late.drain();
        stack.later(5);
      }
      await stack.portal().drain();
      await expectTakenBack(stack);
    },
  );

  it('over a change of the registration that read it before', async () => {
    const { stack, portal } = await setUp();
    const before = await portal.deps.apps.get(stack.knex, APP);
    if (!before) throw new Error('There is no app');
    await quarantineElsewhere(stack);
    expect(await writtenOver(stack, before)).toBeUndefined();
    await expectTakenBack(stack);
  });
});

describe('a portal that stops at any point', () => {
  it('while it deploys what is quarantined then, leaves nothing running', async () => {
    for (let stopAt = 1; ; stopAt += 1) {
      const { stack, portal } = await setUp();
      accepted(await promote(stack, portal));
      const failpoints = createFailpoints(stopAt);
      const dying = stack.portal({
        database: failpoints.database(stack.knex),
        ports: {
          ...stack.ports,
          deployment: failpoints.port('deployment', stack.ports.deployment),
          oauthClients: failpoints.port('clients', stack.ports.oauthClients),
        },
      });
      await dying.drain().catch(() => undefined);
      const where = failpoints.stoppedAt();
      await quarantined(stack, portal);
      stack.later(2);
      const next = stack.portal();
      await next.reconcile();
      await next.drain();
      await expectTakenBack(stack);
      if (!where) return;
    }
  });

  it('while it takes back, is taken over by the next', async () => {
    for (let stopAt = 1; ; stopAt += 1) {
      const { stack, portal } = await setUp();
      await withSandbox(stack, portal);
      accepted(await promote(stack, portal));
      await portal.drain();
      await push(stack, 'more();');
      const before = leftOf(stack).running;
      await quarantined(stack, portal);
      const failpoints = createFailpoints(stopAt);
      const dying = stack.portal({
        database: failpoints.database(stack.knex),
        ports: {
          ...stack.ports,
          deployment: failpoints.port('deployment', stack.ports.deployment),
          oauthClients: failpoints.port('clients', stack.ports.oauthClients),
        },
      });
      await dying.drain().catch(() => undefined);
      stack.later(5);
      await stack.portal().drain();
      await expectTakenBack(stack);
      // And what ran is known whatever happened.
      accepted(await asked(stack, portal, { action: 'release' }));
      await portal.drain();
      expect(leftOf(stack).running).toEqual(before);
      if (!failpoints.stoppedAt()) return;
    }
  });
});
