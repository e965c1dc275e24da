import type { AppDetail } from '@micro-apps/plugin-micro-apps-common';
import { until, type DocumentedPortal } from './documentedPortal';

/** Data is held, goes when somebody confirms it, and goes with its app. */
export async function keptAndRetired(
  { call, portal }: DocumentedPortal,
  app: Pick<AppDetail, 'id'>,
): Promise<{ readonly standing: string }> {
  const { maya, sam } = portal;
  const path = { id: app.id };
  const reason = 'A court asked for it';
  await portal.keepsOldData(app.id);
  const { preview } = await call(maya, 'getRetention', {
    path,
    query: '?retentionDays=30',
    status: 200,
  });
  const { legalHold } = await call(sam, 'setLegalHold', {
    path,
    body: { reason },
    status: 200,
  });
  await call(sam, 'liftLegalHold', {
    path,
    body: { reason, holdId: legalHold.id },
    status: 200,
  });
  await call(maya, 'confirmDisposal', {
    path,
    body: { confirmedDue: preview.due },
    status: 202,
  });
  await until(
    () => call(maya, 'getRetention', { path }),
    ({ disposals }) => disposals[0]?.finishedAt !== undefined,
  );
  await call(maya, 'getRetirement', { path, status: 200 });
  const { name, version } = await call(maya, 'getApp', { path });
  await call(maya, 'retireApp', {
    path,
    body: { reason: 'Over', typedName: name, expectedVersion: version },
    status: 202,
  });
  return await until(
    () => call(maya, 'getRetirement', { path, status: 200 }),
    ({ retirement }) => retirement?.accessEndedAt !== undefined,
  );
}
