import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  AUDIENCES,
  DATA_CATEGORIES,
  DATA_CLASSES,
  DATA_VOLUMES,
  HOSTINGS,
} from '@micro-apps/governance-core';
import type { Connect } from '../registryAs';

/**
 * `micro-apps:register`: puts the app on record before anything else exists
 * (requirements R1). Keyed by the task, so that a resumed or repeated run
 * finds the registration that it made the first time.
 */
export function createRegisterAction(connect: Connect) {
  return createTemplateAction({
    id: 'micro-apps:register',
    description: 'Registers a micro app and returns its score and controls',
    supportsDryRun: true,
    schema: {
      input: {
        goldenPath: z =>
          z.string().describe('Name of the template that the app is made from'),
        registration: z =>
          z.object({
            name: z.string(),
            purpose: z.string(),
            owner: z.string(),
            successor: z.string().optional(),
            businessUnit: z.string(),
            audience: z.enum(AUDIENCES),
            classification: z.enum(DATA_CLASSES),
            dataTypes: z.array(
              z.object({
                category: z.enum(DATA_CATEGORIES),
                volume: z.enum(DATA_VOLUMES),
              }),
            ),
            aiGeneratedShare: z.number().optional(),
            scopes: z.array(z.string()),
            vendors: z.array(z.string()),
            libraries: z.array(z.string()),
            endpoints: z.array(z.string()),
            hosting: z.enum(HOSTINGS),
            retentionDays: z.number(),
            decommissionPlan: z.string(),
          }),
      },
      output: {
        appId: z => z.string().describe('Id of the app in the registry'),
        entityRef: z => z.string().describe('Its catalog entity'),
        score: z => z.number().describe('Risk score, 0 to 10'),
        band: z => z.string().describe('low, medium or high'),
      },
    },
    async handler(ctx) {
      const registry = connect(await ctx.getInitiatorCredentials());
      const { registration, goldenPath } = ctx.input;
      if (ctx.isDryRun) {
        const preview = await registry.preview({ registration });
        ctx.logger.info(
          `This app would score ${preview.score.score} of 10 (${preview.score.band} risk).`,
        );
        return;
      }
      const app = await registry.registerApp({
        registration,
        goldenPath,
        idempotencyKey: `scaffolder:${ctx.task.id}`,
      });
      ctx.logger.info(
        `Registered ${app.id}: risk ${app.score} of 10 (${app.band}).`,
      );
      ctx.output('appId', app.id);
      ctx.output('entityRef', app.entityRef);
      ctx.output('score', app.score);
      ctx.output('band', app.band);
    },
  });
}
