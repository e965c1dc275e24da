import { appendAuditEntry } from '../audit/appendAuditEntry';
import {
  finishDeployment,
  getDeployment,
  redeemToken,
  supersedeOthers,
  type Deployment,
} from '../deployments/DatabaseDeployments';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { BackendDeps } from '../kernel/deps';
import { SYSTEM_ACTOR } from '../kernel/types';
import { placeApp, type PlacingDeps } from './placeApp';
import { tokenHashOf } from './promoteApp';

/** Topic of the deployment lane; payload `{ deploymentId, token }`, sealed. */
export const DEPLOY = 'deployment.deploy';

const TOO_LATE =
  'The permission to deploy was used or has ended. Promote again';

/**
 * Deploys exactly what the gate allowed: the token is used up first, and only
 * while the app is still inside the envelope that the gate saw. A failure
 * leaves the earlier deployment running.
 */
export function deployApp(deps: BackendDeps & PlacingDeps) {
  return async function work(payload: Record<string, unknown>): Promise<void> {
    const { database, apps, settings, clock, seal, logger } = deps;
    const id = String(payload.deploymentId);
    const deployment = await getDeployment(database.knex, id);
    if (deployment?.state !== 'requested') return;
    const refusal = await database.transaction(async tx => {
      const app = await apps.get(tx, deployment.appId);
      if (app?.envelopeHash !== deployment.envelopeHash) {
        return 'The registration changed after the promotion was allowed. Promote again';
      }
      const tokenHash = tokenHashOf(seal.open(String(payload.token)));
      const redeemed = await redeemToken(tx, { id, tokenHash, now: clock() });
      return redeemed ? undefined : TOO_LATE;
    });
    const app = await apps.get(database.knex, deployment.appId);
    const environment = settings.environments.find(
      ({ name }) => name === deployment.environment,
    );
    if (refusal || !app || !environment) {
      await failDeployment(deps, deployment, refusal ?? TOO_LATE);
      return;
    }
    try {
      const running = await placeApp(deps, {
        app,
        environment,
        commit: deployment.commit,
      });
      await succeed(deps, deployment, running.url);
    } catch (error) {
      logger.warn(`Deployment ${id} failed: ${error}`);
      await failDeployment(
        deps,
        deployment,
        error instanceof Error ? error.message : 'It could not be started',
      );
    }
  };
}

async function succeed(
  { database, clock }: BackendDeps,
  deployment: Deployment,
  url: string | undefined,
): Promise<void> {
  const { id, appId, environment, commit } = deployment;
  await database.transaction(async tx => {
    const at = clock();
    await finishDeployment(tx, id, { state: 'running', url, at });
    await supersedeOthers(tx, deployment);
    await appendAuditEntry(tx, {
      at,
      actor: SYSTEM_ACTOR,
      action: 'deployment.running',
      appId,
      summary: `Commit ${commit.slice(0, 7)} runs in ${environment}`,
      details: { deploymentId: id, commit },
    });
    await enqueueAppChanged(tx, { appId, at });
  });
}

/** Ends a deployment that did not come up. */
export async function failDeployment(
  { database, clock }: BackendDeps,
  { id, appId, environment, commit }: Deployment,
  reason: string,
): Promise<void> {
  await database.transaction(async tx => {
    const at = clock();
    await finishDeployment(tx, id, {
      state: 'failed',
      reason: reason.slice(0, 500),
      at,
    });
    await appendAuditEntry(tx, {
      at,
      actor: SYSTEM_ACTOR,
      action: 'deployment.failed',
      appId,
      summary: `Deployment to ${environment} failed: ${reason.slice(0, 300)}`,
      details: { deploymentId: id, commit },
    });
    await enqueueAppChanged(tx, { appId, at });
  });
}
