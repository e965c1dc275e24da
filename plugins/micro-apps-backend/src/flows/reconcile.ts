import { stopsRunning } from '@micro-apps/governance-core';
import { stoppedApps } from '../containment/DatabaseHolds';
import { listOpenDeployments } from '../deployments/DatabaseDeployments';
import { causeOf } from '../kernel/database';
import type { BackendDeps } from '../kernel/deps';
import { lockApp } from '../gates/DatabaseAppLock';
import { enqueue, isInWork, isWaiting } from '../kernel/outbox';
import { enqueueTakeBack, TAKE_BACK } from '../kernel/takeBack';
import { listResources } from '../provisioning/DatabaseResources';
import { listOpenScans, type StoredScan } from '../scans/DatabaseScans';
import { appsLosingAccess } from '../retirement/DatabaseRetirements';
import { CUT_OFF, fail, RUN_SCAN } from '../scans/runScan';
import { DEPLOY } from './deployApp';
import { lostClients } from './lostClients';
import { PLACE_SANDBOX } from './sandboxWork';

const SUITE = 'micro-apps:';

/**
 * After a stop of any kind: removes what exists without a row, takes up what
 * was ordered and not finished, and ends what was cut off (reliability P10).
 * A neighbour that cannot be reached is left for the next start.
 *
 * What exists is listed before the rows are read: the row of a thing is older
 * than the thing, so nothing that is made meanwhile looks like a leftover.
 */
export async function reconcile(deps: BackendDeps): Promise<void> {
  for (const step of [
    strayRepositories,
    strayRuntimes,
    strayClients,
    lostClients,
    cutOffScans,
    cutOffDeployments,
    wantedSandboxes,
    heldApps,
    endedApps,
  ]) {
    try {
      await step(deps);
    } catch (error) {
      deps.logger.warn(
        `Reconciliation left something for later: ${causeOf(error)}`,
      );
    }
  }
}

/**
 * What was left of a creation that was cut off has its first commit and no
 * other. Where somebody has worked since, nothing is removed: her app may be
 * missing because the registry was restored from a backup.
 */
async function strayRepositories(deps: BackendDeps): Promise<void> {
  const { repository, database, logger } = deps;
  if (!repository) return;
  const found = await repository.list();
  const rows = await listResources(database.knex, 'repository');
  const known = new Set(rows.map(({ appId }) => appId));
  for (const appId of found) {
    if (known.has(appId)) continue;
    if ((await repository.log(appId, 2)).length > 1) {
      logger.warn(`Repository ${appId} has no row; it holds work and is kept`);
      continue;
    }
    logger.warn(`Repository ${appId} has no row and is removed`);
    await repository.remove(appId);
  }
}

/** Nothing runs unseen. Where real data may be, it stops and the data stays. */
async function strayRuntimes(deps: BackendDeps): Promise<void> {
  const { deployment, database, logger, settings } = deps;
  if (!deployment) return;
  const found = await deployment.list();
  const rows = await listResources(database.knex, 'runtime');
  const known = new Set(
    rows.map(({ appId, environment }) => `${appId}:${environment}`),
  );
  for (const place of found) {
    if (known.has(`${place.appId}:${place.environment}`)) continue;
    const what = `${place.appId} in ${place.environment} has no row`;
    const environment = settings.environments.find(
      ({ name }) => name === place.environment,
    );
    if (environment?.dataKind !== 'sanitised') {
      logger.warn(`${what}; it is stopped, and its data is kept`);
      await deployment.stop(place);
      continue;
    }
    logger.warn(`${what} and is removed`);
    await deployment.remove(place);
  }
}

/** Also the clients of scans, unless another instance is in the middle of one. */
async function strayClients(deps: BackendDeps): Promise<void> {
  const { oauthClients, database, logger } = deps;
  if (!oauthClients) return;
  const found = await oauthClients.list();
  const scanned = new Set<string>();
  for (const scan of await listOpenScans(database.knex)) {
    if (await isScanInWork(deps, scan)) scanned.add(clientOfScan(scan));
  }
  const rows = await listResources(database.knex, 'client');
  const present = new Set(rows.map(({ externalId }) => externalId));
  const wanted = new Set(
    rows
      .filter(({ state }) => state === 'wanted')
      .map(({ appId, environment }) => `${SUITE}${appId}:${environment}`),
  );
  for (const { clientId, softwareId } of found) {
    const isOurs = softwareId.startsWith(SUITE);
    if (!isOurs || present.has(clientId) || wanted.has(softwareId)) continue;
    if (scanned.has(softwareId)) continue;
    logger.warn(`OAuth client of ${softwareId} has no row and is removed`);
    await oauthClients.removeById(clientId);
  }
}

/** Several instances of the portal may run: one that starts stops nobody. */
async function isScanInWork(
  { database, clock }: BackendDeps,
  { id }: StoredScan,
): Promise<boolean> {
  const key = `${RUN_SCAN}:${id}`;
  return await isInWork(database.knex, { key, now: clock() });
}

function clientOfScan({ appId }: StoredScan): string {
  return `${SUITE}${appId}:scan`;
}

async function cutOffScans(deps: BackendDeps): Promise<void> {
  for (const scan of await listOpenScans(deps.database.knex)) {
    if (scan.state === 'running' && !(await isScanInWork(deps, scan))) {
      await fail(deps, scan, CUT_OFF);
    }
  }
}

/** Taken up, or ended with a reason, by the lane, which knows the rules. */
async function cutOffDeployments(deps: BackendDeps): Promise<void> {
  const { database, clock, newId } = deps;
  const now = clock();
  for (const open of await listOpenDeployments(database.knex)) {
    const { id, state, tokenExpiresAt } = open;
    const isOver = tokenExpiresAt <= now.toISOString();
    if (state !== 'deploying' && !isOver) continue;
    await database.transaction(tx =>
      enqueue(tx, {
        topic: DEPLOY,
        key: `${DEPLOY}:${id}:${newId()}`,
        group: open.appId,
        payload: { deploymentId: id },
        at: now,
      }),
    );
  }
}

/** Whatever was started at the moment of a stop: of a held app nothing runs. */
async function heldApps(deps: BackendDeps): Promise<void> {
  for (const appId of await stoppedApps(deps.database.knex)) {
    await takeBackAgain(deps, appId);
  }
}

/** An app that ended loses its access, also where work on that was set aside. */
async function endedApps(deps: BackendDeps): Promise<void> {
  const { knex } = deps.database;
  for (const appId of await appsLosingAccess(knex)) {
    if (await isWaiting(knex, { topic: TAKE_BACK, group: appId })) continue;
    await takeBackAgain(deps, appId);
  }
}

async function takeBackAgain(
  { database, clock }: BackendDeps,
  appId: string,
): Promise<void> {
  await database.transaction(async tx => {
    const app = await lockApp(tx, appId);
    if (!app || !stopsRunning(app.standing)) return;
    await enqueueTakeBack(tx, { appId, at: clock() });
  });
}

async function wantedSandboxes(deps: BackendDeps): Promise<void> {
  const { database, clock, newId } = deps;
  const rows = await listResources(database.knex, 'runtime');
  for (const { appId, environment, state } of rows) {
    if (environment !== 'sandbox' || state !== 'wanted') continue;
    await database.transaction(tx =>
      enqueue(tx, {
        topic: PLACE_SANDBOX,
        key: `${PLACE_SANDBOX}:${appId}:${newId()}`,
        // After what another instance is doing, not beside it.
        group: appId,
        payload: { appId },
        at: clock(),
      }),
    );
  }
}
