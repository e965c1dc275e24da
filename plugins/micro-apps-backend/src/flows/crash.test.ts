import { listDeployments } from '../deployments/DatabaseDeployments';
import { createDatabase } from '../kernel/database';
import { listResources } from '../provisioning/DatabaseResources';
import { ensureSandbox, updateSandbox } from '../provisioning/sandboxCommands';
import {
  APP,
  createFailpoints,
  createStack,
  promote,
  push,
  withRepository,
  withSandbox,
  withScans,
  type Portal,
  type Stack,
} from './testing';
import { useDatabases } from '../__testUtils__/databases';

const databases = useDatabases();
/** More points than any of the flows has. */
const MOST = 200;

/**
 * Lets a portal end at every point of `work`, one after the other, each time
 * on a new database and world, and checks what is there then and after the
 * next start.
 *
 * @returns names of the points
 */
async function atEveryPoint(options: {
  prepare: (stack: Stack, portal: Portal) => Promise<void>;
  work: (stack: Stack, portal: Portal) => Promise<unknown>;
  afterStart: (stack: Stack, portal: Portal) => Promise<void>;
}): Promise<readonly string[]> {
  const points: string[] = [];
  for (let stopAt = 1; stopAt < MOST; stopAt += 1) {
    const knex = await databases.init();
    const stack = await createStack(knex);
    await options.prepare(stack, stack.portal());
    const failpoints = createFailpoints(stopAt);
    const { repository, deployment, oauthClients, disposition } = stack.ports;
    const dying = stack.portal({
      database: failpoints.database(knex),
      ports: {
        repository: failpoints.port('repository', repository),
        deployment: failpoints.port('deployment', deployment),
        oauthClients: failpoints.port('oauthClients', oauthClients),
        disposition,
      },
    });
    await options.work(stack, dying).catch(() => undefined);
    const stoppedAt = failpoints.stoppedAt();
    if (!stoppedAt) return points;
    points.push(stoppedAt);
    try {
      await everythingHasARow(stack);
      const next = stack.portal({ database: createDatabase(knex) });
      await next.reconcile();
      // What the stopped portal was working on is taken over within 2 minutes.
      stack.later(2);
      await next.drain();
      await everythingHasARow(stack);
      await options.afterStart(stack, next);
      // What the stopped portal had taken is due again after a while, and
      // must not do anything a second time.
      const before = await stateOf(stack);
      stack.later(60);
      await next.drain();
      expect(await stateOf(stack)).toEqual(before);
    } catch (error) {
      throw new Error(`Stopped ${stoppedAt} (point ${stopAt}): ${error}`);
    }
  }
  throw new Error('The work never came to its end');
}

/** Reliability P10: no client, folder or process without a row. */
async function everythingHasARow({ knex, ports }: Stack): Promise<void> {
  const rowsOf = async (kind: 'repository' | 'client' | 'runtime') =>
    (await listResources(knex, kind)).map(
      ({ appId, environment }) => `${appId}:${environment}`,
    );
  const { repositories, places, clients } = ports.world;
  expect(await rowsOf('repository')).toEqual(
    expect.arrayContaining([...repositories.keys()].map(id => `${id}:`)),
  );
  expect(await rowsOf('runtime')).toEqual(
    expect.arrayContaining([...places.keys()]),
  );
  expect((await rowsOf('client')).map(key => `micro-apps:${key}`)).toEqual(
    expect.arrayContaining(
      [...clients.values()].map(({ softwareId }) => softwareId),
    ),
  );
}

/** The client that runs is the one that the registry and the provider know. */
async function signInWorks(stack: Stack, environment: string): Promise<void> {
  const { clients, places } = stack.ports.world;
  const ofPlace = [...clients].filter(
    ([, client]) => client.environment === environment,
  );
  expect(ofPlace).toHaveLength(1);
  const [[clientId]] = ofPlace;
  const rows = await listResources(stack.knex, 'client');
  const row = rows.find(each => each.environment === environment);
  expect(row).toMatchObject({ state: 'present', externalId: clientId });
  expect(places.get(`${APP}:${environment}`)?.runtime).toMatchObject({
    clientId,
  });
}

async function stateOf({ knex, ports }: Stack) {
  const { places, clients } = ports.world;
  return {
    resources: await knex('micro_apps_resources').orderBy('kind'),
    deployments: await knex('micro_apps_deployments').orderBy('id'),
    places: [...places].map(([key, { runtime }]) => [key, runtime]),
    clients: [...clients.keys()],
  };
}

jest.setTimeout(120_000);

describe('a portal that ends at any point', () => {
  it('while a repository is made leaves one that can be asked for again', async () => {
    const points = await atEveryPoint({
      prepare: async () => undefined,
      work: withRepository,
      async afterStart(stack, portal) {
        const head = await withRepository(stack, portal);
        expect(stack.ports.world.repositories.get(APP)).toHaveLength(1);
        const [row] = await listResources(stack.knex, 'repository');
        expect(row).toMatchObject({ state: 'present' });
        expect(await stack.ports.repository.head(APP)).toBe(head);
        expect(
          await stack
            .knex('micro_apps_audit')
            .where({ action: 'repository.created' }),
        ).toHaveLength(1);
      },
    });
    expect(points).toContain('before repository.create');
    expect(points).toContain('after repository.create');
  });

  it('while a sandbox is made goes on after the next start', async () => {
    const points = await atEveryPoint({
      async prepare(stack, portal) {
        await withRepository(stack, portal);
      },
      async work(stack, portal) {
        await withSandbox(stack, portal);
      },
      async afterStart(stack, portal) {
        // Where not even the order was kept, the maker asks again.
        await withSandbox(stack, portal);
        expect(await portal.deps.view(APP)).toMatchObject({ state: 'running' });
        await signInWorks(stack, 'sandbox');
        expect(
          await stack
            .knex('micro_apps_audit')
            .where({ action: 'sandbox.placed' }),
        ).toHaveLength(1);
      },
    });
    for (const step of [
      'deployment.prepare',
      'oauthClients.register',
      'deployment.deploy',
    ]) {
      expect(points).toContain(`before ${step}`);
      expect(points).toContain(`after ${step}`);
    }
  });

  it('while a sandbox is updated and its client replaced goes on likewise', async () => {
    await atEveryPoint({
      async prepare(stack, portal) {
        await withRepository(stack, portal);
        await withSandbox(stack, portal);
        await push(stack, 'better();');
        const stored = await stack.knex('micro_apps_apps').first();
        await stack.knex('micro_apps_apps').update({
          registration: JSON.stringify({
            ...JSON.parse(stored.registration),
            scopes: ['people:read', 'profile:read'],
          }),
        });
      },
      async work(stack, portal) {
        await updateSandbox(portal.deps).run(stack.context(), { id: APP });
        await portal.drain();
      },
      async afterStart(stack, portal) {
        await updateSandbox(portal.deps).run(stack.context(), { id: APP });
        await portal.drain();
        expect(await portal.deps.view(APP)).toMatchObject({
          state: 'running',
          behind: false,
        });
        await signInWorks(stack, 'sandbox');
        const [client] = stack.ports.world.clients.values();
        expect(client.scopes).toContain('profile:read');
      },
    });
  });

  it('while an app is promoted ends with rows that say what runs', async () => {
    const seen = new Set<string>();
    await atEveryPoint({
      async prepare(stack, portal) {
        await withRepository(stack, portal);
        await withScans(stack, portal);
        await promote(stack, portal);
        await portal.drain();
        stack.later(1);
        await push(stack, 'next();');
        await withScans(stack, portal);
      },
      async work(stack, portal) {
        await promote(stack, portal);
        await portal.drain();
      },
      async afterStart(stack) {
        // What the stopped portal had taken for itself is free after this.
        stack.later(20);
        await stack.portal().drain();
        const all = await listDeployments(stack.knex, APP);
        const running = all.filter(({ state }) => state === 'running');
        expect(running).toHaveLength(1);
        const live = stack.ports.world.places.get(`${APP}:beta`)?.runtime;
        expect(live).toMatchObject({
          state: 'running',
          commit: running[0].commit,
        });
        await signInWorks(stack, 'beta');
        for (const { state } of all) seen.add(state);
        const reasons = all
          .filter(({ state }) => state === 'failed')
          .map(({ reason }) => reason);
        expect(reasons).toEqual(
          reasons.map(() => expect.stringContaining('Promote again')),
        );
        const open = await stack
          .knex('micro_apps_deployments')
          .whereNotNull('open_key');
        expect(open).toEqual([]);
      },
    });
    expect([...seen].sort()).toEqual(['running', 'superseded']);
  });

  it('while an app is promoted for the first time likewise', async () => {
    const points = await atEveryPoint({
      async prepare(stack, portal) {
        await withRepository(stack, portal);
        await withScans(stack, portal);
      },
      async work(stack, portal) {
        await promote(stack, portal);
        await portal.drain();
      },
      async afterStart(stack) {
        stack.later(20);
        await stack.portal().drain();
        const all = await listDeployments(stack.knex, APP);
        const live = stack.ports.world.places.get(`${APP}:beta`)?.runtime;
        expect(all.length).toBeLessThanOrEqual(1);
        expect(all.map(({ state }) => state)).toEqual(
          all.length === 0 ? [] : [live ? 'running' : 'failed'],
        );
        if (live) await signInWorks(stack, 'beta');
      },
    });
    expect(points).toContain('before deployment.prepare');
    expect(points).toContain('after deployment.deploy');
  });

  it('right after an order keeps the order', async () => {
    const stack = await createStack(await databases.init());
    const portal = stack.portal();
    await withRepository(stack, portal);
    await ensureSandbox(portal.deps).run(stack.context(), { id: APP });
    const next = stack.portal();
    await next.reconcile();
    await next.drain();
    expect(await next.deps.view(APP)).toMatchObject({ state: 'running' });
  });
});
