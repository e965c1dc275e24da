import { stopsRunning, type PolicyClient } from '@micro-apps/governance-core';
import type {
  DeploymentPort,
  OAuthClientPort,
} from '@micro-apps/plugin-micro-apps-node';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import type { Seal } from '../credentials/sealed';
import { lockApp } from '../gates/DatabaseAppLock';
import { enqueueTakeBack } from '../kernel/takeBack';
import { SYSTEM_ACTOR } from '../kernel/types';
import {
  getResource,
  putResource,
  type Resource,
} from '../provisioning/DatabaseResources';
import { isHeld, whyHeld } from '../provisioning/held';
import { SIGN_IN_SCOPES } from '../provisioning/signInScopes';
import type { AppRow } from '../registry/AppStore';
import { requireClientAllowed, type IssueClientDeps } from './issueClientGate';

/**
 * The OAuth client of this key, with what sign-in needs and the scopes of the
 * registration. The adapter asks the provider which scopes it knows and leaves
 * out the others: those of another system (a CRM, say) are granted there.
 * Another one of the same app
 * and environment is replaced: `register` removes it (the port's contract), so
 * that also a client whose registration answer was lost is found and removed.
 */
export async function ensureClient(
  deps: IssueClientDeps & { oauthClients: OAuthClientPort; seal: Seal },
  options: {
    app: AppRow;
    place: { appId: string; environment: string };
    environment: { name: string; dataKind: 'sanitised' | 'real' };
    prepared: Awaited<ReturnType<DeploymentPort['prepare']>>;
    commit: string;
  },
): Promise<{ clientId: string; isNew: boolean }> {
  const { database, clock, oauthClients, seal } = deps;
  const { app, place, environment, prepared, commit } = options;
  const { keyThumbprint } = prepared;
  const scopes = [
    ...new Set([...SIGN_IN_SCOPES, ...app.registration.scopes]),
  ].sort();
  const key = { ...place, kind: 'client' } as const;
  const earlier = await getResource(database.knex, key);
  if (earlier?.externalId && isSame(earlier, keyThumbprint, scopes)) {
    return { clientId: earlier.externalId, isNew: false };
  }
  const wanted = {
    softwareId: `micro-apps:${place.appId}:${place.environment}`,
    clientName: `${app.registration.name} (${place.environment})`,
    redirectUris: [prepared.redirectUri],
    scopes,
  };
  const metadata = metadataOf(app, wanted);
  await requireClientAllowed(deps, {
    app,
    environment,
    client: metadata,
    commit,
  });
  await database.transaction(async tx => {
    const now = await lockApp(tx, app.id);
    // Held since the work began (reliability E11).
    if (now && isHeld(now)) throw new Error(whyHeld(now));
    await putResource(tx, { ...key, ...earlier, state: 'wanted' }, clock());
  });
  const client = await oauthClients.register({
    ...place,
    ...wanted,
    jwks: prepared.jwks,
  });
  const { clientId, registrationAccessToken, registrationClientUri } = client;
  const held = await database.transaction(async tx => {
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
    const now = await lockApp(tx, app.id);
    if (!now || !stopsRunning(now.standing)) return undefined;
    // Held while it was registered: it is taken back again.
    await enqueueTakeBack(tx, { appId: app.id, at });
    return whyHeld(now);
  });
  if (held) throw new Error(held);
  return { clientId, isNew: true };
}

/** The client as RFC 7591 names it; what every client of a micro app is like. */
function metadataOf(
  app: AppRow,
  wanted: {
    softwareId: string;
    clientName: string;
    redirectUris: readonly string[];
    scopes: readonly string[];
  },
): PolicyClient {
  return {
    client_name: wanted.clientName,
    software_id: wanted.softwareId,
    owner: app.registration.owner,
    redirect_uris: wanted.redirectUris,
    scope: wanted.scopes.join(' '),
    grant_types: wanted.scopes.includes('offline_access')
      ? ['authorization_code', 'refresh_token']
      : ['authorization_code'],
    response_types: ['code'],
    token_endpoint_auth_method: 'private_key_jwt',
  };
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
