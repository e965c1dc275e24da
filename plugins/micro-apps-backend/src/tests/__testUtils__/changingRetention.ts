import {
  APP,
  detail,
  MAYA,
  requested,
  registered,
  SAM,
  settled,
  MEDIUM,
  type Portal,
} from '../../__testUtils__';
import type { Prepare } from './changingCommand';
import { withSandbox } from './withSandbox';

const app = `/apps/${APP}`;
const RETENTION = 'micro-apps-retention';
const reason = 'A court asked for it';

/** Two things that were due yesterday: more than goes by itself. */
export async function withMuchDue(portal: Portal): Promise<void> {
  await withSandbox(portal);
  for (const name of ['old', 'older']) {
    portal.world.kept.set(`${APP}:beta:${name}`, name);
  }
  await portal.run(RETENTION);
  await portal
    .knex('micro_apps_kept_things')
    .update({ received_at: '2020-01-01T00:00:00.000Z' });
  await lookNow(portal);
}

/** Has what the app keeps looked at now. */
export async function lookNow(portal: Portal): Promise<void> {
  await portal
    .knex('micro_apps_retention_looks')
    .update({ due_at: new Date().toISOString() });
  await portal.run(RETENTION);
  await settled(portal);
}

/** Sam sets a legal hold; gives back its id. */
export async function withLegalHold(portal: Portal): Promise<string> {
  await registered(portal);
  const { body } = await portal
    .as(SAM)
    .post(`${app}/legal-hold`, { reason })
    .expect(200);
  return body.legalHold.id;
}

/** What ends the app as it is now. */
export async function retirement(portal: Portal) {
  const { name, version } = await detail(portal);
  return {
    path: `${app}/retirement`,
    body: {
      reason: 'Nobody uses it any more',
      typedName: name,
      expectedVersion: version,
    },
    ref: MAYA,
  };
}

/** Commands about the data of apps, and their end. */
export const RETENTION_COMMANDS: Readonly<Record<string, Prepare>> = {
  'post /v1/apps/:id/disposals': async portal => {
    await withMuchDue(portal);
    return { path: `${app}/disposals`, body: { confirmedDue: 2 } };
  },
  'post /v1/apps/:id/legal-hold': async portal => {
    await registered(portal);
    return { path: `${app}/legal-hold`, body: { reason }, ref: SAM };
  },
  'post /v1/apps/:id/legal-hold/lift': async portal => {
    const holdId = await withLegalHold(portal);
    return {
      path: `${app}/legal-hold/lift`,
      body: { reason, holdId },
      ref: SAM,
    };
  },
  'post /v1/apps/:id/retirement': async portal => {
    // A request ends with it: several entries.
    await registered(portal, MEDIUM);
    await requested(portal);
    return await retirement(portal);
  },
};
