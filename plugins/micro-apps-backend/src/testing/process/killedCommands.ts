import { aRegistration } from '@micro-apps/governance-core/testing';
import {
  APP,
  ballot,
  consideredByTheRules,
  detail,
  MEDIUM,
  registered,
  requested,
  voted,
  withCode,
} from '../../__testUtils__/steps';
import { IVAN, MAYA, SAM } from '../../__testUtils__/people';
import {
  exceptionAsked,
  requestFor,
  withOneOpenControl,
} from '../../__testUtils__/exceptionSteps';
import {
  CAUSES,
  explained,
  inHours,
  REPORT,
  reported,
} from '../../__testUtils__/incidentSteps';
import type { PortalFace } from '../../__testUtils__/portal';

/** A command, sent by somebody who may, when everything is ready for it. */
export interface Sent {
  readonly ref: string;
  readonly method: 'post' | 'put';
  readonly path: string;
  readonly body: object;
}

/** Commands that are killed at each of their statements. */
export const KILLED_COMMANDS: Readonly<
  Record<string, (portal: PortalFace) => Promise<Sent>>
> = {
  register: async () => ({
    ref: MAYA,
    method: 'post',
    path: '/apps',
    body: { registration: aRegistration(), idempotencyKey: 'once' },
  }),
  // An approval ends with it.
  change: async portal => {
    await registered(portal, MEDIUM);
    await voted(portal.as(SAM), await requested(portal)).expect(200);
    const { registration } = await detail(portal);
    return {
      ref: MAYA,
      method: 'put',
      path: `/apps/${APP}/registration`,
      body: {
        registration: { ...registration, audience: 'company' },
        expectedVersion: 1,
      },
    };
  },
  ask: async portal => {
    await registered(portal, MEDIUM);
    const body = { expectedVersion: 1 };
    return { ref: MAYA, method: 'post', path: `/apps/${APP}/requests`, body };
  },
  approve: async portal => await decision(portal, { choice: 'approve' }),
  reject: async portal => await decision(portal, { choice: 'reject' }),
  withdraw: async portal => {
    await registered(portal, MEDIUM);
    const { id } = await requested(portal);
    const path = `/requests/${id}/withdraw`;
    return { ref: MAYA, method: 'post', path, body: {} };
  },
  grant: async portal => {
    await withOneOpenControl(portal);
    const request = await requestFor(portal, await exceptionAsked(portal));
    const path = `/requests/${request.id}/votes`;
    const body = { ...ballot(request), idempotencyKey: 'once' };
    return { ref: IVAN, method: 'post', path, body };
  },
  // A deadline is missed with it, and people are told.
  report: async portal => {
    await registered(portal);
    return {
      ref: MAYA,
      method: 'post',
      path: `/apps/${APP}/incidents`,
      body: { ...REPORT, detectedAt: inHours(-5), idempotencyKey: 'once' },
    };
  },
  causes: async portal => {
    await registered(portal);
    const { id } = await reported(portal);
    const path = `/incidents/${id}/causes`;
    const body = { ...CAUSES, idempotencyKey: 'once' };
    return { ref: MAYA, method: 'post', path, body };
  },
  closeIncident: async portal => {
    await registered(portal);
    const made = await reported(portal);
    await explained(portal, made);
    const path = `/incidents/${made.id}/close`;
    const body = { idempotencyKey: 'once' };
    return { ref: SAM, method: 'post', path, body };
  },
  // A request ends with it.
  retire: async portal => {
    await registered(portal, MEDIUM);
    await requested(portal);
    const { name, version } = await detail(portal);
    return {
      ref: MAYA,
      method: 'post',
      path: `/apps/${APP}/retirement`,
      body: {
        reason: 'Nobody uses it any more',
        typedName: name,
        expectedVersion: version,
        idempotencyKey: 'once',
      },
    };
  },
  legalHold: async portal => {
    await registered(portal);
    return {
      ref: SAM,
      method: 'post',
      path: `/apps/${APP}/legal-hold`,
      body: { reason: 'A court asked for it', idempotencyKey: 'once' },
    };
  },
  dispose: async portal => {
    await registered(portal);
    await withDueData(portal);
    return {
      ref: MAYA,
      method: 'post',
      path: `/apps/${APP}/disposals`,
      body: { confirmedDue: 2, idempotencyKey: 'once' },
    };
  },
  promote: async portal => {
    await registered(portal);
    await withCode(portal);
    await consideredByTheRules(portal);
    return {
      ref: MAYA,
      method: 'post',
      path: `/apps/${APP}/promotions`,
      body: { environment: 'beta', idempotencyKey: 'once' },
    };
  },
};

/** Two things that were due long ago, as a look at the app has found them. */
async function withDueData({ knex }: PortalFace): Promise<void> {
  const at = '2020-01-01T00:00:00.000Z';
  await knex('micro_apps_kept_things').insert(
    ['old', 'older'].map(name => ({
      app_id: APP,
      environment: 'beta',
      name,
      kind: 'data',
      digest: name,
      received_at: at,
    })),
  );
  await knex('micro_apps_retention_looks').insert({
    app_id: APP,
    due_at: '9999-12-31T00:00:00.000Z',
  });
}

async function decision(
  portal: PortalFace,
  vote: { choice: string },
): Promise<Sent> {
  await registered(portal, MEDIUM);
  const asked = await requested(portal);
  const path = `/requests/${asked.id}/votes`;
  const body = { ...ballot(asked, vote), idempotencyKey: 'once' };
  return { ref: SAM, method: 'post', path, body };
}
