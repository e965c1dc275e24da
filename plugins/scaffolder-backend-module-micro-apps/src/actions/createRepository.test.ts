import { createMockDirectory } from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { registryDouble } from '../testing/registryDouble';
import { createRepositoryAction } from './createRepository';

describe('micro-apps:create-repository', () => {
  const workspace = createMockDirectory();
  const answer = { body: { head: 'a'.repeat(40), url: '/srv/lunch.git' } };

  it('hands over every file byte for byte, hidden ones too', async () => {
    const bytes = Buffer.from([0, 255, 10, 13]);
    workspace.setContent({
      app: { 'a.bin': bytes, '.gitignore': 'data', src: { 'b.ts': 'b' } },
    });
    const { connect, calls } = registryDouble([answer]);
    const context = createMockActionContext({
      input: { appId: 'lunch-picker', sourcePath: './app' },
      workspacePath: workspace.path,
      task: { id: 'task-1' },
    });
    await createRepositoryAction(connect).handler(context);
    const [{ path, body }] = calls;
    expect(path).toBe('/v1/apps/lunch-picker/repository');
    expect(body.idempotencyKey).toBe('scaffolder:task-1');
    expect(body.files).toEqual(
      expect.arrayContaining([
        { path: 'a.bin', contentBase64: bytes.toString('base64') },
        { path: '.gitignore', contentBase64: 'ZGF0YQ==' },
        { path: 'src/b.ts', contentBase64: 'Yg==' },
      ]),
    );
    expect(context.output).toHaveBeenCalledWith('head', 'a'.repeat(40));
  });

  it('refuses a folder outside the workspace', async () => {
    const { connect, calls } = registryDouble([answer]);
    await expect(
      createRepositoryAction(connect).handler(
        createMockActionContext({
          input: { appId: 'lunch-picker', sourcePath: '../..' },
          workspacePath: workspace.path,
        }),
      ),
    ).rejects.toThrow();
    expect(calls).toEqual([]);
  });

  it.each([
    ['to a place outside', '/etc/passwd', /outside/],
    ['to nowhere', './missing', /contains a link \(a\.txt\)/],
  ])('refuses a link %s', async (_, target, message) => {
    workspace.setContent({ app: { 'a.txt': ctx => ctx.symlink(target) } });
    const { connect, calls } = registryDouble([answer]);
    await expect(
      createRepositoryAction(connect).handler(
        createMockActionContext({
          input: { appId: 'lunch-picker', sourcePath: './app' },
          workspacePath: workspace.path,
        }),
      ),
    ).rejects.toThrow(message);
    expect(calls).toEqual([]);
  });
});
