import {
  APP,
  left,
  leavers,
  manyVanished,
  MAYA,
  ownersLookedUp,
  registered,
  RITA,
  SAM,
  settled,
  succession,
  type Portal,
} from '../../__testUtils__';
import type { Prepare } from './changingCommand';

const path = `/apps/${APP}/succession`;
const reason = 'She has left';

async function orphaned(portal: Portal) {
  await registered(portal, { successor: RITA });
  await left(portal, 'maya');
}

/** Commands about leavers and new owners. */
export const SUCCESSION_COMMANDS: Readonly<Record<string, Prepare>> = {
  'post /v1/apps/:id/succession/accept': async portal => {
    await orphaned(portal);
    const body = { expectedVersion: 1 };
    return { path: `${path}/accept`, body, ref: RITA };
  },
  'post /v1/apps/:id/succession/decline': async portal => {
    // The next are asked at once: two entries.
    await orphaned(portal);
    return { path: `${path}/decline`, body: { reason }, ref: RITA };
  },
  'post /v1/orphans/offers': async portal => {
    await orphaned(portal);
    const { orphan } = await succession(portal);
    const body = { orphanIds: [orphan?.id], person: 'user:default/pat' };
    return { path: '/orphans/offers', body, ref: SAM };
  },
  'post /v1/leavers': async portal => {
    await registered(portal);
    return { path: '/leavers', body: { person: MAYA, reason }, ref: SAM };
  },
  'post /v1/leavers/:id/return': async portal => {
    await registered(portal);
    await portal.as(SAM).post('/leavers', { person: MAYA, reason }).expect(201);
    await settled(portal);
    const [{ id }] = (await leavers(portal)).items;
    return { path: `/leavers/${id}/return`, body: { reason }, ref: SAM };
  },
  'post /v1/leavers/confirm': async portal => {
    await registered(portal, { successor: RITA });
    await manyVanished(portal);
    await ownersLookedUp(portal);
    return { path: '/leavers/confirm', body: { missing: 4 }, ref: SAM };
  },
};
