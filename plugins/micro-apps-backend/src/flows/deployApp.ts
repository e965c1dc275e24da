import {
  stopsRunning,
  type DeploymentState,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { tokenHashOf } from '../credentials/deployToken';
import {
  finishDeployment,
  getDeployment,
  redeemToken,
  supersedeOthers,
} from '../deployments/DatabaseDeployments';
import type { Deployment } from '../deployments/deployment';
import { lockApp } from '../gates/DatabaseAppLock';
import { enqueueAppChanged } from '../kernel/appEvents';
import { causeOf } from '../kernel/database';
import type { BackendDeps } from '../kernel/deps';
import { enqueueTakeBack } from '../kernel/takeBack';
import { SYSTEM_ACTOR } from '../kernel/types';
import { isHeld, whyHeld } from '../provisioning/held';
import type { AppRow } from '../registry/AppStore';
import { placeApp, type PlacingDeps } from './placeApp';

/**
 * Topic of the deployment lane; payload `{ deploymentId, token }`, the token
 * sealed. Without a token only what was begun before is taken up again.
 */
export const DEPLOY = 'deployment.deploy';

const TOO_LATE =
  'The permission to deploy was used or has ended. Promote again';
const CUT_OFF = 'The portal was restarted in between. Promote again';

/** Nothing is tried again of these. */
const OVER: readonly DeploymentState[] = ['failed', 'stopped'];

type Deps = BackendDeps & PlacingDeps;

/**
 * Deploys exactly what the gate allowed: the token is used up first, and only
 * while the app is still inside the envelope that the gate saw. A failure
 * leaves the earlier deployment running.
 */
export function deployApp(deps: Deps) {
  return async function work(payload: Record<string, unknown>): Promise<void> {
    const { database, settings, clock, logger } = deps;
    const deployment = await getDeployment(
      database.knex,
      String(payload.deploymentId),
    );
    if (!deployment) return;
    const app = await begin(deps, deployment, payload);
    if (!app) return;
    const environment = settings.environments.find(
      ({ name }) => name === deployment.environment,
    );
    if (!environment) {
      await database.transaction(tx =>
        failDeployment(tx, {
          deployment,
          reason: `There is no environment ${deployment.environment} any more`,
          at: clock(),
        }),
      );
      return;
    }
    try {
      await placeApp(deps, {
        app,
        environment,
        commit: deployment.commit,
        onRunning: (tx, url) => succeed(tx, { deployment, url, at: clock() }),
        onFailed: (tx, reason) =>
          failDeployment(tx, { deployment, reason, at: clock() }),
      });
    } catch (error) {
      const now = await getDeployment(database.knex, deployment.id);
      if (!now || !OVER.includes(now.state)) throw error;
      // Written down; another attempt needs another look at the gate.
      logger.warn(`Deployment ${deployment.id} failed: ${causeOf(error)}`);
    }
  };
}

/** The app to deploy, as the gate saw it; `undefined` when there is nothing to do. */
async function begin(
  deps: Deps,
  { id, appId, environment, commit }: Deployment,
  payload: Record<string, unknown>,
): Promise<AppRow | undefined> {
  const { database, deployment: port, clock, seal } = deps;
  const live = await port.get({ appId, environment });
  const isInPlace = live.state === 'running' && live.commit === commit;
  return await database.transaction(async tx => {
    const app = await lockApp(tx, appId);
    const deployment = await getDeployment(tx, id);
    if (!deployment) return undefined;
    const at = clock();
    let reason: string | undefined;
    if (deployment.state === 'requested') {
      reason = whyNotAnyMore(deployment, app);
      if (!reason) {
        const given = tokenOf(payload, seal);
        const tokenHash = given && tokenHashOf(given);
        const redeemed =
          tokenHash && (await redeemToken(tx, { id, tokenHash, now: at }));
        if (redeemed) return app;
        reason = TOO_LATE;
      }
    } else if (deployment.state === 'deploying') {
      // A repeated note: the work was cut off. Where the commit runs already,
      // only the note of it was lost; otherwise the permission has to last.
      if (app && isInPlace) return app;
      reason = whyNotAnyMore(deployment, app);
      if (!reason && deployment.tokenExpiresAt > at.toISOString()) return app;
      reason ??= CUT_OFF;
    }
    if (reason) await failDeployment(tx, { deployment, reason, at });
    if (app && stopsRunning(app.standing)) {
      // A stop of the portal may have hidden that it was started before.
      await enqueueTakeBack(tx, { appId, at });
    }
    return undefined;
  });
}

/** What changed since the gate was open (reliability A19). */
function whyNotAnyMore(
  { envelopeHash }: Deployment,
  app: AppRow | undefined,
): string | undefined {
  if (app?.envelopeHash !== envelopeHash) {
    return 'The registration changed after the promotion was allowed. Promote again';
  }
  return isHeld(app) ? whyHeld(app) : undefined;
}

function tokenOf(
  { token }: Record<string, unknown>,
  seal: PlacingDeps['seal'],
): string | undefined {
  try {
    return typeof token === 'string' ? seal.open(token) : undefined;
  } catch {
    // Sealed with another key, or changed: it is no token of ours.
    return undefined;
  }
}

async function succeed(
  tx: Knex.Transaction,
  done: { deployment: Deployment; url: string | undefined; at: Date },
): Promise<void> {
  const { deployment, url, at } = done;
  const { id, appId, environment, commit } = deployment;
  if (!(await finishDeployment(tx, id, { state: 'running', url, at }))) return;
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
}

async function failDeployment(
  tx: Knex.Transaction,
  failed: { deployment: Deployment; reason: string; at: Date },
): Promise<void> {
  const { deployment, reason, at } = failed;
  const { id, appId, environment, commit } = deployment;
  const end = { state: 'failed', reason: reason.slice(0, 500), at } as const;
  if (!(await finishDeployment(tx, id, end))) return;
  await appendAuditEntry(tx, {
    at,
    actor: SYSTEM_ACTOR,
    action: 'deployment.failed',
    appId,
    summary: `Deployment to ${environment} failed: ${reason.slice(0, 300)}`,
    details: { deploymentId: id, commit },
  });
  await enqueueAppChanged(tx, { appId, at });
}
