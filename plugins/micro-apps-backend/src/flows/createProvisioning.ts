import { createSeal } from '../credentials/sealed';
import {
  listDeployments,
  listRunning,
} from '../deployments/DatabaseDeployments';
import { deploymentView } from '../deployments/deployment';
import type { BackendDeps } from '../kernel/deps';
import { cancelGroup, enqueue } from '../kernel/outbox';
import type { ProvisioningPart } from '../kernel/parts';
import { TAKE_BACK } from '../kernel/takeBack';
import { readSandboxView } from '../provisioning/sandboxView';
import { newestScan, scanView } from '../scans/DatabaseScans';
import { createLanes } from './createLanes';
import { appHeld, appReleased } from './holdEffects';
import { provisioningRoutes } from './provisioningRoutes';
import { reconcile } from './reconcile';
import { REFRESH_FILES } from './refreshGeneratedFiles';
import { PLACE_SANDBOX, type SandboxSteps } from './sandboxWork';

/** Repository, sandbox, scans and deployments of apps. */
export function createProvisioning(deps: BackendDeps): ProvisioningPart {
  const { database, repository, settings } = deps;
  const seal = settings.credentialsKey
    ? createSeal(settings.credentialsKey)
    : undefined;
  const steps: SandboxSteps = new Map();
  const lanes = createLanes(deps, { seal, steps });
  const view = (appId: string) =>
    readSandboxView(deps, appId, steps.get(appId));

  return {
    routes: router =>
      provisioningRoutes(router, {
        ...deps,
        seal,
        view,
        placeTopic: PLACE_SANDBOX,
      }),
    head: async appId => repository?.head(appId),
    sandboxView: view,
    async deploymentViews(appId) {
      return (await listDeployments(database.knex, appId)).map(deploymentView);
    },
    async lastScan(appId) {
      const newest = await newestScan(database.knex, appId);
      return newest && scanView(newest);
    },
    async liveLinks(appIds) {
      const links = new Map<string, { environment: string; url: string }[]>();
      for (const { appId, environment, url } of await listRunning(
        database.knex,
        appIds,
      )) {
        if (!url) continue;
        links.set(appId, [...(links.get(appId) ?? []), { environment, url }]);
      }
      return links;
    },
    async registrationChanged(tx, { app, at }) {
      await enqueue(tx, {
        topic: REFRESH_FILES,
        key: `${REFRESH_FILES}:${app.id}:v${app.version}`,
        payload: { appId: app.id },
        at,
      });
    },
    appHeld,
    appReleased,
    stopTakingBack: (tx, appId) =>
      cancelGroup(tx, { topic: TAKE_BACK, group: appId }),
    async start() {
      await reconcile(deps);
      for (const each of lanes) each.start();
    },
    async stop() {
      await Promise.all(lanes.map(each => each.stop()));
    },
  };
}
