import { aRegistration } from '@micro-apps/governance-core/testing';
import type { Knex } from 'knex';
import { putResource } from '../../provisioning/DatabaseResources';
import { readRetention } from '../../retention/readRetention';
import { endingPortal, keep } from './endSteps';
import { APP, createStack, MAYA, type PortalOptions } from './stack';
import { accepted } from './steps';

/** Minutes of a day. */
export const DAY = 24 * 60;
/** Days that the app keeps data. */
export const WINDOW = 30;

/** An app that runs in both environments, looked at once. */
export async function setUpKeeping(
  knex: Knex,
  things: Readonly<Record<string, string>> = {},
  options: PortalOptions = {},
) {
  const stack = await createStack(
    knex,
    aRegistration({ retentionDays: WINDOW }),
  );
  const portal = stack.portal(options);
  const ending = endingPortal(portal);
  for (const environment of ['sandbox', 'beta']) {
    await putResource(
      stack.knex,
      { appId: APP, environment, kind: 'runtime', state: 'present' },
      stack.now(),
    );
  }
  keep(stack, things);
  await ending.sweep();
  const all = { stack, portal, ending };
  return {
    ...all,
    /** Lets time pass, and has everything done that is due then. */
    async after(minutes: number) {
      stack.later(minutes);
      await ending.sweep();
      await ending.drain();
    },
    view: async (actor = MAYA, retentionDays?: number) =>
      accepted(
        await readRetention(ending.deps).run(stack.context(actor), {
          id: APP,
          retentionDays,
        }),
      ),
    runs: () => stack.knex('micro_apps_disposal_runs').orderBy('started_at'),
  };
}

/** That many files of data. */
export function days(
  count: number,
  prefix = 'beta:day',
): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, day) => [`${prefix}${day}`, `${day}`]),
  );
}
