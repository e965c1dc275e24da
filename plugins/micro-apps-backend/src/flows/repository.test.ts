import { aRegistration } from '@micro-apps/governance-core/testing';
import { createRepository } from '../provisioning/createRepository';
import { getResource } from '../provisioning/DatabaseResources';
import { readRepository } from '../provisioning/readRepository';
import { refreshGeneratedFiles } from './refreshGeneratedFiles';
import {
  accepted,
  APP,
  auditActions,
  createStack,
  file,
  NOAH,
  SAM,
  withRepository,
} from './testing';
import { useDatabases } from '../__testUtils__/databases';

const databases = useDatabases();
const row = { appId: APP, environment: '', kind: 'repository' } as const;

async function setUp(registration = aRegistration()) {
  const stack = await createStack(await databases.init(), registration);
  return { stack, portal: stack.portal() };
}

describe('the repository of an app', () => {
  it('is created once, with the two generated files and its owner as author', async () => {
    const { stack, portal } = await setUp();
    const head = await withRepository(stack, portal);
    const again = await withRepository(stack, portal);

    expect(again).toBe(head);
    const [first, ...more] = stack.ports.world.repositories.get(APP) ?? [];
    expect(more).toEqual([]);
    expect(first.author).toBe('maya');
    expect([...first.files.keys()].sort()).toEqual([
      'AGENTS.md',
      'micro-app.json',
      'src/server.ts',
    ]);
    expect(await auditActions(stack)).toEqual(['repository.created']);
    expect(await getResource(stack.knex, row)).toMatchObject({
      state: 'present',
      externalId: `file:///repositories/${APP}`,
    });
  });

  it('has a row before it exists, also when it could not be made', async () => {
    const { stack } = await setUp();
    const repository = {
      ...stack.ports.repository,
      create: async () => {
        expect(await getResource(stack.knex, row)).toMatchObject({
          state: 'wanted',
        });
        throw new Error('The path src/../x is not allowed.');
      },
    };
    const { deps } = stack.portal({ ports: { ...stack.ports, repository } });
    const refused = await createRepository(deps).run(stack.context(), {
      id: APP,
      files: [file('src/../x', '')],
    });
    expect(refused).toMatchObject({
      ok: false,
      refusal: { because: 'The path src/../x is not allowed.' },
    });
    expect(await auditActions(stack)).toEqual([]);
  });

  it('writes one audit entry when it is asked for twice at once', async () => {
    const { stack, portal } = await setUp();
    const heads = await Promise.all([
      withRepository(stack, portal),
      withRepository(stack, portal),
    ]);
    expect(new Set(heads).size).toBe(1);
    expect(await auditActions(stack)).toEqual(['repository.created']);
  });

  it('is made by those who may change the app, and by nobody else', async () => {
    const { stack, portal } = await setUp();
    for (const actor of [NOAH, SAM]) {
      const refused = await createRepository(portal.deps).run(
        stack.context(actor),
        { id: APP, files: [file('a', 'a')] },
      );
      expect(refused).toMatchObject({
        ok: false,
        refusal: { code: 'not-allowed' },
      });
    }
    expect(stack.ports.world.repositories.size).toBe(0);
    expect(await getResource(stack.knex, row)).toBeUndefined();
  });

  it('is shown to owners and reviewers only', async () => {
    const { stack, portal } = await setUp();
    const head = await withRepository(stack, portal);
    const read = (actor = SAM) =>
      readRepository(portal.deps).run(stack.context(actor), { id: APP });
    expect(accepted(await read())).toMatchObject({
      head,
      url: `file:///repositories/${APP}`,
      commits: [{ id: head, author: 'maya' }],
    });
    expect(await read(NOAH)).toMatchObject({
      ok: false,
      refusal: { code: 'not-allowed' },
    });
  });

  it('follows the registration in one commit, and does so once', async () => {
    const { stack, portal } = await setUp();
    const before = await withRepository(stack, portal);
    const stored = await stack.knex('micro_apps_apps').first('registration');
    await stack.knex('micro_apps_apps').update({
      version: 2,
      registration: JSON.stringify({
        ...JSON.parse(stored.registration),
        retentionDays: 30,
      }),
    });
    const work = refreshGeneratedFiles(portal.deps);
    await work({ appId: APP });
    const commits = stack.ports.world.repositories.get(APP) ?? [];
    expect(commits).toHaveLength(2);
    expect(commits[0].id).toBe(before);
    expect(commits[1].files.get('AGENTS.md')).toContain('at most 30 days');
    expect(commits[1].files.get('AGENTS.md')).toContain('Build small.');
    expect(commits[1].files.get('src/server.ts')).toBe('start();');
    expect(await auditActions(stack)).toEqual([
      'repository.created',
      'repository.updated',
    ]);
  });
});
