import { listResources } from '../provisioning/DatabaseResources';
import {
  accepted,
  createStack,
  everyRow,
  promote,
  withRepository,
  withSandbox,
  withScans,
} from './testing';
import { useDatabases } from '../__testUtils__/databases';

const databases = useDatabases();

describe('secrets', () => {
  it('are in no table in clear, and registration tokens open with the key', async () => {
    const stack = await createStack(await databases.init());
    const portal = stack.portal();
    await withRepository(stack, portal);
    await withSandbox(stack, portal);
    await withScans(stack, portal);
    accepted(await promote(stack, portal));
    const [note] = await stack
      .knex('micro_apps_outbox')
      .where({ topic: 'deployment.deploy' });
    const deployToken = portal.deps.seal.open(JSON.parse(note.payload).token);
    const before = await everyRow(stack);
    await portal.drain();
    const after = await everyRow(stack);

    const tokens = [...stack.ports.world.clients.values()].map(
      ({ token }) => token,
    );
    expect(tokens).toHaveLength(2);
    expect(deployToken).toHaveLength(43);
    const logged = JSON.stringify(
      Object.values(portal.deps.logger).flatMap(log =>
        'mock' in log ? log.mock.calls : [],
      ),
    );
    for (const secret of [...tokens, deployToken]) {
      for (const text of [before, after, logged]) {
        expect(text).not.toContain(secret);
        expect(text).not.toContain(Buffer.from(secret).toString('base64'));
      }
    }
    const rows = await listResources(stack.knex, 'client');
    for (const { sealed = '', externalId = '' } of rows) {
      const [token, address] = JSON.parse(portal.deps.seal.open(sealed));
      expect(token).toBe(stack.ports.world.clients.get(externalId)?.token);
      expect(address).toContain(externalId);
    }
    expect(rows).toHaveLength(2);
  });

  it('do not reach the database when a registration fails', async () => {
    const stack = await createStack(await databases.init());
    const portal = stack.portal();
    await withRepository(stack, portal);
    stack.ports.world.deployFails = 'The app did not answer.';
    await withSandbox(stack, portal);
    const [{ token }] = stack.ports.world.clients.values();
    expect(await everyRow(stack)).not.toContain(token);
  });
});
