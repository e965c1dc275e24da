import { putResource } from '../provisioning/DatabaseResources';
import {
  APP,
  createStack,
  file,
  withRepository,
  withSandbox,
  type Stack,
} from './testing';
import { useDatabases } from '../__testUtils__/databases';

const databases = useDatabases();
const author = { name: 'Maya', email: 'maya@example.com' };

async function setUp() {
  const stack = await createStack(await databases.init());
  const portal = stack.portal();
  await withRepository(stack, portal);
  await withSandbox(stack, portal);
  return { stack, portal };
}

/** What nobody ordered: a repository, a running copy, two clients. */
async function leaveThings({ ports }: Stack) {
  const { repository, deployment, oauthClients } = ports;
  const stray = { appId: 'stray', environment: 'sandbox' };
  await repository.create({
    appId: 'stray',
    files: [file('a', 'a')],
    message: 'x',
    author,
  });
  const { jwks } = await deployment.prepare(stray);
  for (const softwareId of [
    'micro-apps:stray:sandbox',
    `micro-apps:${APP}:scan`,
    'another-suite:app:sandbox',
  ]) {
    await oauthClients.register({
      ...stray,
      softwareId,
      clientName: 'x',
      redirectUris: [],
      scopes: [],
      jwks,
    });
  }
}

describe('reconciliation', () => {
  it('removes what has no row and keeps what has one', async () => {
    const { stack, portal } = await setUp();
    await leaveThings(stack);
    await portal.reconcile();
    const { repositories, places, clients } = stack.ports.world;
    expect([...repositories.keys()]).toEqual([APP]);
    expect([...places.keys()]).toEqual([`${APP}:sandbox`]);
    expect([...clients.values()].map(({ softwareId }) => softwareId)).toEqual([
      `micro-apps:${APP}:sandbox`,
      'another-suite:app:sandbox',
    ]);
    await portal.reconcile();
    expect(clients.size).toBe(2);
  });

  it('leaves alone what is made while it looks', async () => {
    const { stack } = await setUp();
    const { repository } = stack.ports;
    const meanwhile = {
      ...repository,
      // Between the look at the things and the look at the rows.
      async list() {
        const found = await repository.list();
        await stack.knex.transaction(tx =>
          putResource(
            tx,
            {
              appId: 'new',
              environment: '',
              kind: 'repository',
              state: 'wanted',
            },
            stack.now(),
          ),
        );
        await repository.create({
          appId: 'new',
          files: [file('a', 'a')],
          message: 'x',
          author,
        });
        return [...found, 'new'];
      },
    };
    const portal = stack.portal({
      ports: { ...stack.ports, repository: meanwhile },
    });
    await portal.reconcile();
    expect([...stack.ports.world.repositories.keys()]).toEqual([APP, 'new']);
  });

  it('does the rest when a neighbour does not answer', async () => {
    const { stack } = await setUp();
    await leaveThings(stack);
    const oauthClients = {
      ...stack.ports.oauthClients,
      list: async () => Promise.reject(new Error('connect ECONNREFUSED')),
    };
    const portal = stack.portal({ ports: { ...stack.ports, oauthClients } });
    await portal.reconcile();
    expect([...stack.ports.world.repositories.keys()]).toEqual([APP]);
    expect(stack.ports.world.clients.size).toBe(4);
    expect(portal.deps.logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('ECONNREFUSED'),
    );
  });
});
