import { listDeployments } from '../deployments/DatabaseDeployments';
import { ensureSandbox } from '../provisioning/sandboxCommands';
import { useDatabases } from '../__testUtils__/databases';
import {
  accepted,
  APP,
  createStack,
  promote,
  withRepository,
  withScans,
  writtenOver,
  type Stack,
} from './testing';
import { endingPortal, retire } from './testing/endSteps';
import { leftOf } from './testing/holdSteps';
import { OVERTAKEN_POINTS, overtakenBy } from './testing/overtaken';

jest.setTimeout(60_000);
const databases = useDatabases();

async function setUp() {
  const stack = await createStack(await databases.init());
  const portal = stack.portal();
  await withRepository(stack, portal);
  await withScans(stack, portal);
  return { stack, portal };
}

/** Another instance ends the app, and takes back what it finds. */
async function retireElsewhere(stack: Stack) {
  const other = endingPortal(stack.portal());
  accepted(await retire(stack, other));
  await other.drain();
}

/** Nothing runs or signs in, also after a new start and a while. */
async function expectEnded(stack: Stack) {
  const next = stack.portal();
  await next.reconcile();
  await next.drain();
  stack.later(10);
  await next.drain();
  expect(leftOf(stack)).toMatchObject({ running: [], clients: [] });
  const { standing } = await stack.knex('micro_apps_apps').first();
  expect(standing).toBe('retired');
}

describe('the end of an app wins (E11)', () => {
  it.each(OVERTAKEN_POINTS)(
    'over a deployment: %s.%s, %s',
    async (...point) => {
      const { stack, portal } = await setUp();
      accepted(await promote(stack, portal));
      await overtakenBy(stack, point, () => retireElsewhere(stack)).drain();
      await expectEnded(stack);
    },
  );

  it.each(OVERTAKEN_POINTS)('over a sandbox: %s.%s, %s', async (...point) => {
    const { stack, portal } = await setUp();
    accepted(
      await ensureSandbox(portal.deps).run(stack.context(), { id: APP }),
    );
    const late = overtakenBy(stack, point, () => retireElsewhere(stack));
    for (let tries = 0; tries < 8; tries += 1) {
      await late.drain();
      stack.later(5);
    }
    await expectEnded(stack);
  });

  it('over a promotion that was being decided', async () => {
    const { stack } = await setUp();
    const late = stack.portal({
      gate: real => ({
        ...real,
        async prepare(about) {
          const prepared = await real.prepare(about);
          await retireElsewhere(stack);
          return prepared;
        },
      }),
    });
    expect(await promote(stack, late)).toMatchObject({
      refusal: { code: 'gate-closed' },
    });
    expect(await listDeployments(stack.knex, APP)).toEqual([]);
    await expectEnded(stack);
  });

  it('over a change of the registration that read it before', async () => {
    const { stack, portal } = await setUp();
    const before = await portal.deps.apps.get(stack.knex, APP);
    if (!before) throw new Error('There is no app');
    await retireElsewhere(stack);
    expect(await writtenOver(stack, before)).toBeUndefined();
    await expectEnded(stack);
  });
});
