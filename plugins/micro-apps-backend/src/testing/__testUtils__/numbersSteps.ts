import type { DocumentedPortal } from './documentedPortal';

/** Numbers of all apps are read, exported, and the rollout is begun. */
export async function counted({
  call,
  portal,
}: DocumentedPortal): Promise<void> {
  const { maya, sam } = portal;
  await call(maya, 'getNumbers', { status: 403 });
  await call(sam, 'getNumbers', { status: 200 });
  await call(sam, 'listCountedApps', {
    query: '?check=registered&state=yes',
    status: 200,
  });
  await call(sam, 'exportNumbers', { status: 200 });
  await call(sam, 'setRolloutStart', {
    body: { startsAt: '2026-11-02T00:00:00Z' },
    status: 200,
  });
  await call(sam, 'tickRolloutStep', {
    path: { step: 'champions' },
    body: { done: true, note: 'Two in every unit' },
    status: 200,
  });
  await call(sam, 'getRollout', { status: 200 });
}
