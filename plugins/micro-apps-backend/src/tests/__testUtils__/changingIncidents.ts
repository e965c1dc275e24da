import {
  APP,
  CAUSES,
  explained,
  inHours,
  MAYA,
  NOAH,
  registered,
  REPORT,
  reported,
  SAM,
  step,
  type Portal,
} from '../../__testUtils__';
import type { Prepare, Sent } from './changingCommand';

const app = `/apps/${APP}`;

/** Commands on incidents. */
export const INCIDENT_COMMANDS: Readonly<Record<string, Prepare>> = {
  'post /v1/apps/:id/incidents': async portal => {
    await registered(portal);
    // A deadline is missed with it: two entries.
    const body = { ...REPORT, detectedAt: inHours(-5), idempotencyKey: 'once' };
    return { path: `${app}/incidents`, body, ref: NOAH };
  },
  'post /v1/incidents/:id/escalate': async portal =>
    await stepOf(portal, 'escalate'),
  'post /v1/incidents/:id/causes': async portal => ({
    ...(await stepOf(portal, 'causes', CAUSES)),
    ref: MAYA,
  }),
  'post /v1/incidents/:id/severity': async portal =>
    await stepOf(portal, 'severity', {
      severity: 'high',
      reason: 'More people were hit',
    }),
  'post /v1/incidents/:id/post-mortem': async portal =>
    await stepOf(portal, 'post-mortem', { text: 'We looked back together' }),
  'post /v1/incidents/:id/suspension': async portal =>
    await stepOf(portal, 'suspension', {
      decision: 'suspend',
      reason: 'It still leaks',
    }),
  'post /v1/incidents/:id/close': async portal => {
    await registered(portal);
    const made = await reported(portal);
    await explained(portal, made);
    return { path: `/incidents/${made.id}/close`, ref: SAM };
  },
  'post /v1/incidents/:id/reopen': async portal => {
    await registered(portal);
    const made = await reported(portal);
    await explained(portal, made);
    await step(portal.as(SAM), made, 'close').expect(200);
    return {
      path: `/incidents/${made.id}/reopen`,
      body: { reason: 'It came back' },
      ref: NOAH,
    };
  },
  'post /v1/incidents/:id/about': async portal =>
    await stepOf(portal, 'about', { kind: 'vendor', name: 'mapland' }),
  'post /v1/incidents/:id/spread': async portal => {
    await registered(portal, { name: 'Second', vendors: ['mapland'] });
    await registered(portal, { vendors: ['mapland'] });
    const about = { kind: 'vendor', name: 'mapland' } as const;
    const { id } = await reported(portal, { about });
    const body = { appIds: ['second'] };
    return { path: `/incidents/${id}/spread`, body, ref: SAM };
  },
};

/** A step of the security team on an incident that was just reported. */
async function stepOf(
  portal: Portal,
  name: string,
  body?: object,
): Promise<Sent> {
  await registered(portal);
  const { id } = await reported(portal);
  return { path: `/incidents/${id}/${name}`, body, ref: SAM };
}
