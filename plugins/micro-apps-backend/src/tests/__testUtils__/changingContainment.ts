import {
  APP,
  detail,
  MAYA,
  registered,
  SAM,
  settled,
  withEvidence,
} from '../../__testUtils__';
import type { Prepare } from './changingCommand';
import { withSandbox } from './withSandbox';

const app = `/apps/${APP}`;

const FLEET_STOP = {
  action: 'quarantine',
  owner: MAYA,
  reason: 'Looks odd',
  expectedApps: 1,
};

/** Commands that hold apps and release them. */
export const CONTAINMENT_COMMANDS: Readonly<Record<string, Prepare>> = {
  'post /v1/apps/:id/containment': async portal => {
    // Something runs, and it is to be stopped.
    await withSandbox(portal);
    return {
      path: `${app}/containment`,
      body: { action: 'quarantine', reason: 'Looks odd', expectedVersion: 1 },
      ref: SAM,
    };
  },
  'post /v1/apps/:id/containment/release-by-checks': async portal => {
    await withSandbox(portal);
    await withEvidence(portal, { commit: (await detail(portal)).head });
    await portal
      .as(SAM)
      .post(`${app}/containment`, {
        action: 'quarantine',
        reason: 'Looks odd',
        expectedVersion: 1,
      })
      .expect(200);
    await settled(portal);
    return {
      path: `${app}/containment/release-by-checks`,
      body: { expectedVersion: 1 },
    };
  },
  'post /v1/fleet/runs': async portal => {
    await registered(portal);
    return { path: '/fleet/runs', body: FLEET_STOP, ref: SAM };
  },
  'post /v1/fleet/runs/:id/undo': async portal => {
    await registered(portal);
    const { body } = await portal
      .as(SAM)
      .post('/fleet/runs', FLEET_STOP)
      .expect(202);
    await settled(portal);
    return {
      path: `/fleet/runs/${body.id}/undo`,
      body: { reason: 'Enough' },
      ref: SAM,
    };
  },
};
