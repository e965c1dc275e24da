import { TestDatabases } from '@backstage/backend-test-utils';
import { createRepository } from '../provisioning/createRepository';
import { ensureSandbox } from '../provisioning/sandboxCommands';
import { APP, createStack } from './testing';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

it('x', async () => {
  const stack = await createStack(await databases.init('SQLITE_3'));
  const portal = stack.portal();
  const r = await createRepository(portal.deps).run(stack.context(), {
    id: APP,
    files: [{ path: 'src/server.ts', contentBase64: 'YQ==' }],
  });
  expect(r).toMatchObject({ ok: true });
  expect(
    await ensureSandbox(portal.deps).run(stack.context(), { id: APP }),
  ).toMatchObject({ ok: true, value: { state: 'preparing' } });
  await portal.drain();
  expect(await portal.deps.view(APP)).toEqual({});
});
