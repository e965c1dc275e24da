import {
  createTemplateAction,
  serializeDirectoryContents,
} from '@backstage/plugin-scaffolder-node';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import type { Connect } from '../registryAs';

/**
 * `micro-apps:create-repository`: hands the files that the template fetched to
 * the registry, which adds the app's own limits and makes the first commit.
 * An app that has a repository keeps it.
 */
export function createRepositoryAction(connect: Connect) {
  return createTemplateAction({
    id: 'micro-apps:create-repository',
    description: 'Creates the repository of a registered micro app',
    schema: {
      input: {
        appId: z => z.string().describe('Id that micro-apps:register returned'),
        sourcePath: z =>
          z.string().describe('Folder in the workspace that holds the files'),
      },
      output: {
        head: z => z.string().describe('Id of the newest commit'),
        url: z => z.string().describe('Where to clone it from'),
      },
    },
    async handler(ctx) {
      const files = await serializeDirectoryContents(
        resolveSafeChildPath(ctx.workspacePath, ctx.input.sourcePath),
        { gitignore: false },
      );
      const link = files.find(file => file.symlink);
      if (link) {
        throw new Error(
          `The template contains a link (${link.path}). Replace it by the file itself.`,
        );
      }
      const registry = connect(await ctx.getInitiatorCredentials());
      const repository = await registry.createRepository(ctx.input.appId, {
        files: files.map(file => ({
          path: file.path,
          contentBase64: file.content.toString('base64'),
        })),
        idempotencyKey: `scaffolder:${ctx.task.id}`,
      });
      ctx.logger.info(`Put ${files.length} files under version control.`);
      ctx.output('head', repository.head);
      ctx.output('url', repository.url);
    },
  });
}
