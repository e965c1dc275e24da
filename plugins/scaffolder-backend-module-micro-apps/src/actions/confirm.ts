import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { Connect } from '../registryAs';

/**
 * `micro-apps:confirm`: the last step. A retried run skips the steps that were
 * finished before, so only a step that was never finished can still notice
 * that the registration is gone.
 */
export function createConfirmAction(connect: Connect) {
  return createTemplateAction({
    id: 'micro-apps:confirm',
    description: 'Checks that the app is registered and its sandbox is there',
    schema: {
      input: {
        appId: z => z.string().describe('Id that micro-apps:register returned'),
      },
      output: {
        nextStep: z => z.string().describe('What to do next, as a sentence'),
      },
    },
    async handler(ctx) {
      const registry = connect(await ctx.getInitiatorCredentials());
      const app = await registry.getApp(ctx.input.appId);
      ctx.logger.info(app.nextStep.sentence);
      ctx.output('nextStep', app.nextStep.sentence);
    },
  });
}
