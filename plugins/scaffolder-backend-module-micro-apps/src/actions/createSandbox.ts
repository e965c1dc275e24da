import { setTimeout as sleep } from 'node:timers/promises';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { Connect } from '../registryAs';

/** A first start installs packages; longer than this is a failure to tell. */
const FIVE_MINUTES_MS = 5 * 60_000;

/**
 * `micro-apps:create-sandbox`: sign-in client, packages, start. The work runs
 * in the registry and survives this template run; this action only waits for
 * it and tells what is going on. Asking again changes nothing.
 */
export function createSandboxAction(
  connect: Connect,
  patience: { pollMs: number; longestMs: number } = {
    pollMs: 1_000,
    longestMs: FIVE_MINUTES_MS,
  },
) {
  const { pollMs, longestMs } = patience;
  return createTemplateAction({
    id: 'micro-apps:create-sandbox',
    description: 'Starts the sandbox of a micro app, with company sign-in',
    schema: {
      input: {
        appId: z => z.string().describe('Id that micro-apps:register returned'),
      },
      output: {
        url: z => z.string().describe('Address of the running sandbox'),
      },
    },
    async handler(ctx) {
      const { appId } = ctx.input;
      const registry = connect(await ctx.getInitiatorCredentials());
      let sandbox = await registry.ensureSandbox(appId);
      let told: string | undefined;
      const tell = (step: string | undefined) => {
        if (step && step !== told) {
          ctx.logger.info(step);
          told = step;
        }
      };
      for (let waited = 0; sandbox.state !== 'running'; waited += pollMs) {
        tell(sandbox.step);
        if (sandbox.state === 'failed') {
          throw new Error(
            `The sandbox did not start: ${
              sandbox.reason ?? 'no reason was given'
            }. The app stays registered; open its page in the catalog and press Start to try again.`,
          );
        }
        if (waited >= longestMs) {
          throw new Error(
            'The sandbox is still not up after five minutes. The app stays registered; its page in the catalog shows how it goes on.',
          );
        }
        await sleep(pollMs, undefined, { signal: ctx.signal });
        sandbox = await registry.getSandbox(appId);
      }
      ctx.logger.info(`Running at ${sandbox.url}`);
      ctx.output('url', sandbox.url ?? '');
    },
  });
}
