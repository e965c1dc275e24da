import type {
  DeploymentPort,
  OAuthClient,
  OAuthClientPort,
  Runtime,
} from '@micro-apps/plugin-micro-apps-node';
import type { Seal } from '../credentials/sealed';
import type { Database } from '../kernel/database';
import type { Clock } from '../kernel/types';
import {
  getResource,
  putResource,
  type Resource,
} from '../provisioning/DatabaseResources';
import type { AppRow } from '../registry/AppStore';

/** What sign-in itself needs; everything else comes from the registration. */
const SIGN_IN_SCOPES = ['openid', 'profile', 'email', 'roles'];

/** What placing an app needs. */
export interface PlacingDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly deployment: DeploymentPort;
  readonly oauthClients: OAuthClientPort;
  readonly seal: Seal;
}

/**
 * Puts one commit of an app into one environment: a key that is made there, an
 * OAuth client for exactly that key and the registered scopes, then the code.
 * Every step is written down before it is taken and may be repeated, so that a
 * crash leaves nothing without a row (reliability P10).
 */
export async function placeApp(
  deps: PlacingDeps,
  options: {
    app: AppRow;
    environment: { name: string; dataKind: 'sanitised' | 'real' };
    commit: string;
    onProgress?: (step: string) => void;
  },
): Promise<Runtime> {
  const { database, clock, deployment } = deps;
  const { app, environment, commit, onProgress } = options;
  const place = { appId: app.id, environment: environment.name };
  const runtime = { ...place, kind: 'runtime' } as const;
  await database.transaction(tx =>
    putResource(tx, { ...runtime, state: 'wanted' }, clock()),
  );
  try {
    onProgress?.('Preparing sign-in');
    const prepared = await deployment.prepare(place);
    const clientId = await ensureClient(deps, { app, place, prepared });
    const running = await deployment.deploy({
      ...place,
      commit,
      clientId,
      dataKind: environment.dataKind,
      onProgress,
    });
    await database.transaction(tx =>
      putResource(
        tx,
        { ...runtime, state: 'present', externalId: running.url },
        clock(),
      ),
    );
    return running;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await database.transaction(tx =>
      putResource(
        tx,
        { ...runtime, state: 'failed', reason: reason.slice(0, 500) },
        clock(),
      ),
    );
    throw error;
  }
}

/** The client of this key and these scopes; another one is replaced. */
async function ensureClient(
  deps: PlacingDeps,
  options: {
    app: AppRow;
    place: { appId: string; environment: string };
    prepared: Awaited<ReturnType<DeploymentPort['prepare']>>;
  },
): Promise<string> {
  const { database, clock, oauthClients, seal } = deps;
  const { app, place, prepared } = options;
  const scopes = [
    ...new Set([...SIGN_IN_SCOPES, ...app.registration.scopes]),
  ].sort();
  const key = { ...place, kind: 'client' } as const;
  const earlier = await getResource(database.knex, key);
  if (earlier?.externalId && isSame(earlier, prepared.keyThumbprint, scopes)) {
    return earlier.externalId;
  }
  await database.transaction(tx =>
    putResource(tx, { ...key, ...earlier, state: 'wanted' }, clock()),
  );
  if (earlier?.sealed) await oauthClients.remove(opened(seal, earlier));
  const client = await oauthClients.register({
    softwareId: `micro-apps:${place.appId}:${place.environment}`,
    ...place,
    clientName: `${app.registration.name} (${place.environment})`,
    redirectUris: [prepared.redirectUri],
    scopes,
    jwks: prepared.jwks,
  });
  await database.transaction(tx =>
    putResource(
      tx,
      {
        ...key,
        state: 'present',
        externalId: client.clientId,
        keyThumbprint: prepared.keyThumbprint,
        scopes,
        sealed: seal.seal(
          JSON.stringify([
            client.registrationAccessToken,
            client.registrationClientUri,
          ]),
        ),
      },
      clock(),
    ),
  );
  return client.clientId;
}

function isSame(
  earlier: Resource,
  keyThumbprint: string,
  scopes: readonly string[],
): boolean {
  return (
    earlier.state === 'present' &&
    earlier.keyThumbprint === keyThumbprint &&
    JSON.stringify(earlier.scopes) === JSON.stringify(scopes)
  );
}

function opened(seal: Seal, row: Resource): OAuthClient {
  const [registrationAccessToken, registrationClientUri] = JSON.parse(
    seal.open(row.sealed ?? ''),
  );
  return {
    clientId: row.externalId ?? '',
    registrationAccessToken,
    registrationClientUri,
  };
}
