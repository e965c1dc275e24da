import type { AppDetail } from '@micro-apps/plugin-micro-apps-common';
import { aRegistration } from '@micro-apps/governance-core/testing';
import { manyVanished } from '../../__testUtils__';
import { until, type DocumentedPortal } from './documentedPortal';

const MAYA = 'user:default/maya';
const SUE = 'user:default/sue';

/** Maya leaves, is asked for, comes back and leaves again; Sue takes over. */
export async function leftAndTakenOver({
  call,
  portal,
}: DocumentedPortal): Promise<AppDetail> {
  const { maya, sam, sue } = portal;
  const app = await call(maya, 'registerApp', {
    body: { registration: aRegistration({ name: 'Left behind' }) },
    status: 201,
  });
  const path = { id: app.id };
  const body = { person: MAYA, reason: 'She has left' };
  const orphaned = () =>
    until(
      () => call(sam, 'getSuccession', { path, status: 200 }),
      ({ orphan }) => orphan !== undefined,
    );
  const gone = await call(sam, 'reportLeaver', { body, status: 201 });
  await orphaned();
  await call(sam, 'reportLeaver', { body, status: 409 });
  await call(sam, 'returnLeaver', {
    path: { id: gone.id },
    body: { reason: 'It was her namesake' },
    status: 200,
  });
  await until(
    () => call(sam, 'getSuccession', { path, status: 200 }),
    ({ orphan }) => orphan === undefined,
  );
  const again = await call(sam, 'reportLeaver', { body, status: 201 });
  const { orphan } = await orphaned();
  await call(sam, 'listOrphans', { query: '?limit=1', status: 200 });
  await call(sam, 'offerOrphans', {
    body: { orphanIds: [orphan.id], person: SUE },
    status: 200,
  });
  await call(sam, 'listLeavers', { query: '?limit=1', status: 200 });
  await call(sam, 'confirmLeavers', { body: { missing: 1 }, status: 409 });
  await manyVanished({ knex: await portal.knex() });
  await portal.lookUpOwners();
  const { pause } = await call(sam, 'listLeavers', { status: 200 });
  await call(sam, 'confirmLeavers', {
    body: { missing: pause.missing },
    status: 200,
  });
  await call(sue, 'declineOwnership', {
    path,
    body: { reason: 'I review it' },
    status: 200,
  });
  await call(sue, 'acceptOwnership', {
    path,
    body: { expectedVersion: app.version },
    status: 200,
  });
  await call(sam, 'returnLeaver', {
    path: { id: again.id },
    body: { reason: 'She is back' },
    status: 200,
  });
  return await call(sue, 'getApp', { path, status: 200 });
}
