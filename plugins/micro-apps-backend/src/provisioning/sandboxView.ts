import type {
  SandboxState,
  SandboxView,
} from '@micro-apps/plugin-micro-apps-common';
import type { BackendDeps } from '../kernel/deps';
import { getResource, type ResourceState } from './DatabaseResources';

/** The sandbox of an app as its card shows it. */
export async function readSandboxView(
  deps: BackendDeps,
  appId: string,
  step: string | undefined,
): Promise<SandboxView> {
  const { database, deployment, repository } = deps;
  const row = await getResource(database.knex, {
    appId,
    environment: 'sandbox',
    kind: 'runtime',
  });
  const head = await repository?.head(appId);
  if (!row || !deployment) return { state: 'absent', head, behind: false };
  const live = await deployment.get({ appId, environment: 'sandbox' });
  const states: Record<ResourceState, SandboxState> = {
    wanted: 'preparing',
    // An update that failed leaves the earlier copy running.
    failed: live.state === 'running' ? 'running' : 'failed',
    present: live.state,
  };
  const state = states[row.state];
  return {
    state,
    step: state === 'preparing' ? step ?? 'Waiting for its turn' : undefined,
    url: live.url ?? row.externalId,
    commit: live.commit,
    head,
    behind: Boolean(head && live.commit && head !== live.commit),
    reason: row.reason ?? live.reason,
  };
}
