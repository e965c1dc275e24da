import type {
  DeploymentPort,
  OAuthClientPort,
  Runtime,
} from '@micro-apps/plugin-micro-apps-node';
import { stopsRunning } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import type { Seal } from '../credentials/sealed';
import { lockApp } from '../gates/DatabaseAppLock';
import { enqueueTakeBack } from '../kernel/takeBack';
import { putResource } from '../provisioning/DatabaseResources';
import { whyHeld } from '../provisioning/held';
import { sentenceOf } from '../provisioning/sentenceOf';
import type { AppRow } from '../registry/AppStore';
import { ensureClient } from './ensureClient';
import type { IssueClientDeps } from './issueClientGate';

/** What placing an app needs. */
export interface PlacingDeps extends IssueClientDeps {
  readonly deployment: DeploymentPort;
  readonly oauthClients: OAuthClientPort;
  readonly seal: Seal;
}

/** What is to run where, and what is written together with how it went. */
export interface Placing {
  readonly app: AppRow;
  readonly environment: { name: string; dataKind: 'sanitised' | 'real' };
  readonly commit: string;
  readonly onProgress?: (step: string) => void;
  /** In the transaction that notes the running copy. */
  readonly onRunning: (tx: Knex.Transaction, url?: string) => Promise<void>;
  /** In the transaction that notes the failure. */
  readonly onFailed: (tx: Knex.Transaction, reason: string) => Promise<void>;
}

/**
 * Puts one commit of an app into one environment: a key that is made there, an
 * OAuth client for exactly that key and the registered scopes, then the code.
 * Every step is written down before it is taken and may be repeated, so that a
 * crash leaves nothing without a row (reliability P10). Rejects with what an
 * adapter said, after that was written down.
 */
export async function placeApp(
  deps: PlacingDeps,
  placing: Placing,
): Promise<void> {
  const { database, clock } = deps;
  const { app, environment, onRunning, onFailed } = placing;
  const runtime = {
    appId: app.id,
    environment: environment.name,
    kind: 'runtime',
  } as const;
  await database.transaction(tx =>
    putResource(tx, { ...runtime, state: 'wanted' }, clock()),
  );
  let running: Runtime;
  try {
    running = await take(deps, placing);
  } catch (error) {
    const reason = sentenceOf(error);
    await database.transaction(async tx => {
      await putResource(tx, { ...runtime, state: 'failed', reason }, clock());
      await onFailed(tx, reason);
    });
    throw error;
  }
  await database.transaction(async tx => {
    const now = await lockApp(tx, app.id);
    if (now && stopsRunning(now.standing)) {
      // Held while it was put in place: it is stopped again (reliability E11).
      const reason = whyHeld(now);
      await putResource(tx, { ...runtime, state: 'failed', reason }, clock());
      await enqueueTakeBack(tx, { appId: app.id, at: clock() });
      await onFailed(tx, reason);
      return;
    }
    const { url: externalId } = running;
    await putResource(
      tx,
      { ...runtime, state: 'present', externalId },
      clock(),
    );
    await onRunning(tx, externalId);
  });
}

/** The steps outside the database. */
async function take(deps: PlacingDeps, placing: Placing): Promise<Runtime> {
  const { deployment } = deps;
  const { app, environment, commit, onProgress } = placing;
  const { name, dataKind } = environment;
  const place = { appId: app.id, environment: name };
  onProgress?.('Preparing sign-in');
  const before = await deployment.get(place);
  const prepared = await deployment.prepare(place);
  const client = await ensureClient(deps, {
    app,
    place,
    environment,
    prepared,
    commit,
  });
  const how = { ...place, clientId: client.clientId, dataKind };
  try {
    return await deployment.deploy({ ...how, commit, onProgress });
  } catch (error) {
    if (client.isNew && before.state === 'running' && before.commit) {
      // The earlier copy still names the client that was replaced: without the
      // new one it would run and let nobody sign in.
      await deployment
        .deploy({ ...how, commit: before.commit })
        .catch(() => undefined);
    }
    throw error;
  }
}
