import type { AppDetail } from '@micro-apps/plugin-micro-apps-common';
import { until, type DocumentedPortal } from './documentedPortal';

/** An app is held and released in every way, alone and with others. */
export async function heldAndReleased(
  { call, portal }: DocumentedPortal,
  app: AppDetail,
): Promise<void> {
  const { maya, sam } = portal;
  const path = { id: app.id };
  const { version } = await call(maya, 'getApp', { path, status: 200 });
  const seenNow = {
    reason: 'Sends data somewhere',
    expectedVersion: version,
  };
  const isFree = ({ standing }: { standing?: string }) => standing === 'active';
  const quarantine = () =>
    call(sam, 'contain', {
      path,
      body: {
        action: 'quarantine',
        controlIds: ['named-owner'],
        ...seenNow,
      },
      status: 200,
    });
  await quarantine();
  await call(maya, 'getContainment', { path, status: 200 });
  await until(
    () =>
      call(maya, 'releaseByChecks', {
        path,
        body: { expectedVersion: version },
      }),
    isFree,
  );
  const { hold } = await quarantine();
  await until(
    () =>
      call(sam, 'contain', {
        path,
        body: { action: 'release', holdId: hold.id, ...seenNow },
      }),
    isFree,
  );
  const stopped = { action: 'restrict', scope: 'people:read' };
  const { apps: expectedApps } = await call(sam, 'previewFleetStop', {
    query: `?${new URLSearchParams(stopped)}`,
    status: 200,
  });
  const run = await call(sam, 'startFleetRun', {
    body: { ...stopped, reason: 'The scope leaks', expectedApps },
    status: 202,
  });
  await until(
    () => call(sam, 'getFleetRun', { path: { id: run.id }, status: 200 }),
    ({ finishedAt }) => finishedAt !== undefined,
  );
  await call(sam, 'listHeldApps', { status: 200 });
  await call(sam, 'getAutomaticContainment', { status: 200 });
  await call(sam, 'undoFleetRun', {
    path: { id: run.id },
    body: { reason: 'It leaks nothing' },
    status: 202,
  });
  await call(sam, 'listFleetRuns', { status: 200 });
  await until(() => call(maya, 'getApp', { path }), isFree);
}
