import { createSeal } from '../credentials/sealed';
import {
  deploymentView,
  listDeployments,
  listRunning,
} from '../deployments/DatabaseDeployments';
import type { BackendDeps } from '../kernel/deps';
import { enqueue, Outbox } from '../kernel/outbox';
import type { ProvisioningPart } from '../kernel/parts';
import { readSandboxView } from '../provisioning/sandboxView';
import { listScans } from '../scans/DatabaseScans';
import { RUN_SCAN, runScan } from '../scans/runScan';
import { DEPLOY, deployApp } from './deployApp';
import { provisioningRoutes } from './provisioningRoutes';
import { reconcile } from './reconcile';
import { REFRESH_FILES, refreshGeneratedFiles } from './refreshGeneratedFiles';
import { PLACE_SANDBOX, sandboxWork, type SandboxSteps } from './sandboxWork';

/**
 * Repository, sandbox, scans and deployments of apps. Long work has lanes of
 * its own, so that a scan never makes a sandbox wait.
 */
export function createProvisioning(deps: BackendDeps): ProvisioningPart {
  const { database, repository, deployment, oauthClients, settings } = deps;
  const seal = settings.credentialsKey
    ? createSeal(settings.credentialsKey)
    : undefined;
  const steps: SandboxSteps = new Map();
  const lane = () => new Outbox(deps);
  const [files, sandboxes, scans, deployments] = [
    lane(),
    lane(),
    lane(),
    lane(),
  ];
  files.on(REFRESH_FILES, refreshGeneratedFiles(deps));
  scans.on(RUN_SCAN, runScan(deps));
  if (deployment && oauthClients && seal) {
    const placing = { ...deps, deployment, oauthClients, seal };
    sandboxes.on(PLACE_SANDBOX, sandboxWork(placing, steps));
    deployments.on(DEPLOY, deployApp(placing));
  }
  const lanes = [files, sandboxes, scans, deployments];
  const view = (appId: string) =>
    readSandboxView(deps, appId, steps.get(appId));

  return {
    routes: router =>
      provisioningRoutes(router, {
        ...deps,
        seal,
        view,
        placeTopic: PLACE_SANDBOX,
        // Without a key there is nowhere to keep a client, so nothing can run.
        deployment: seal && deployment,
      }),
    head: async appId => repository?.head(appId),
    sandboxView: view,
    async deploymentViews(appId) {
      return (await listDeployments(database.knex, appId)).map(deploymentView);
    },
    async lastScan(appId) {
      const [newest] = await listScans(database.knex, appId, 1);
      return newest;
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
    async start() {
      await reconcile(deps);
      for (const each of lanes) each.start();
    },
    async stop() {
      await Promise.all(lanes.map(each => each.stop()));
    },
  };
}
