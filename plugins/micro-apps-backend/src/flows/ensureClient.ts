import type {
  DeploymentPort,
  OAuthClientPort,
} from '@micro-apps/plugin-micro-apps-node';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import type { Seal } from '../credentials/sealed';
import type { Database } from '../kernel/database';
import { SYSTEM_ACTOR, type Clock } from '../kernel/types';
import {
  getResource,
  putResource,
  type Resource,
} from '../provisioning/DatabaseResources';
import type { AppRow } from '../registry/AppStore';

/**
 * What sign-in itself needs; everything else comes from the registration. The
 * adapter asks the provider which scopes it knows and leaves out the others:
 * those of another system (a CRM, say) are granted there.
 */
const SIGN_IN_SCOPES = ['openid', 'profile', 'email', 'roles'];

/**
 * The OAuth client of this key and these scopes. Another one of the same app
 * and environment is replaced: `register` removes it (the port's contract), so
 * that also a client whose registration answer was lost is found and removed.
 */
export async function ensureClient(
  deps: {
    database: Database;
    clock: Clock;
    oauthClients: OAuthClientPort;
    seal: Seal;
  },
  options: {
    app: AppRow;
    place: { appId: string; environment: string };
    prepared: Awaited<ReturnType<DeploymentPort['prepare']>>;
  },
): Promise<{ clientId: string; isNew: boolean }> {
  const { database, clock, oauthClients, seal } = deps;
  const { app, place, prepared } = options;
  const { keyThumbprint } = prepared;
  const scopes = [
    ...new Set([...SIGN_IN_SCOPES, ...app.registration.scopes]),
  ].sort();
  const key = { ...place, kind: 'client' } as const;
  const earlier = await getResource(database.knex, key);
  if (earlier?.externalId && isSame(earlier, keyThumbprint, scopes)) {
    return { clientId: earlier.externalId, isNew: false };
  }
  await database.transaction(tx =>
    putResource(tx, { ...key, ...earlier, state: 'wanted' }, clock()),
  );
  const client = await oauthClients.register({
    softwareId: `micro-apps:${place.appId}:${place.environment}`,
    ...place,
    clientName: `${app.registration.name} (${place.environment})`,
    redirectUris: [prepared.redirectUri],
    scopes,
    jwks: prepared.jwks,
  });
  const { clientId, registrationAccessToken, registrationClientUri } = client;
  await database.transaction(async tx => {
    const at = clock();
    await putResource(
      tx,
      {
        ...key,
        state: 'present',
        externalId: clientId,
        keyThumbprint,
        scopes,
        sealed: seal.seal(
          JSON.stringify([registrationAccessToken, registrationClientUri]),
        ),
      },
      at,
    );
    await appendAuditEntry(tx, {
      at,
      actor: SYSTEM_ACTOR,
      action: 'client.registered',
      appId: app.id,
      summary: `Sign-in registered for ${place.environment}`,
      details: {
        environment: place.environment,
        clientId,
        keyThumbprint,
        scopes,
      },
    });
  });
  return { clientId, isNew: true };
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
