import type { DatabaseSync } from 'node:sqlite';
import { Provider, type Configuration } from 'oidc-provider';
import { logoutPage, messagePage } from '../login/pages.ts';
import { sendPage } from '../login/send-page.ts';
import type { Settings } from '../settings.ts';
import { createAdapterFactory } from '../store/adapter.ts';
import { deleteTokensOfClient } from '../store/clients.ts';
import { loadCookieKeys, loadSigningKeys } from '../store/keys.ts';
import { findProviderAccount, signInPolicy } from './account.ts';
import { loadOrCreateGrant } from './grant.ts';
import {
  accessTokenLifetime,
  defaultResource,
  peopleResource,
} from './people-resource.ts';
import { portalClient, portalClientId } from './portal-client.ts';
import {
  applyRegistrationPolicy,
  microAppMetadata,
} from './registration-policy.ts';
import { supportedScopes } from './scopes.ts';

const hour = 3600;
const policyName = 'micro-app-client';

function configuration(
  settings: Settings,
  database: DatabaseSync,
): Configuration {
  return {
    adapter: createAdapterFactory(database),
    jwks: loadSigningKeys(database),
    cookies: {
      keys: loadCookieKeys(database),
      // Cookies ignore the port, so these must differ from the portal's.
      names: {
        session: 'idp_session',
        interaction: 'idp_interaction',
        resume: 'idp_resume',
      },
      long: { httpOnly: true, sameSite: 'lax' },
      short: { httpOnly: true, sameSite: 'lax' },
    },
    clients: [portalClient(settings)],
    clientAuthMethods: ['client_secret_basic', 'private_key_jwt'],
    clientBasedCORS: () => false,
    responseTypes: ['code'],
    scopes: [...supportedScopes],
    claims: {
      email: ['email', 'email_verified'],
      profile: ['name', 'preferred_username'],
      roles: ['groups', 'roles'],
    },
    // A token for the people API cannot be used at userinfo, so the ID token
    // carries the claims as well.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    extraClientMetadata: { properties: [...microAppMetadata] },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      introspection: {
        enabled: true,
        // The portal may ask about any token, to prove that one is dead.
        allowedPolicy: (_ctx, client, token) =>
          client.clientId === portalClientId ||
          token.clientId === client.clientId,
      },
      revocation: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) =>
          token.clientId === client.clientId,
      },
      registration: {
        enabled: true,
        initialAccessToken: true,
        policies: {
          [policyName]: (ctx, properties) =>
            applyRegistrationPolicy({
              properties,
              body: ctx.oidc.body ?? {},
              current: ctx.oidc.client?.metadata(),
            }),
        },
      },
      registrationManagement: {
        enabled: true,
        rotateRegistrationAccessToken: false,
      },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_ctx, resource, client) =>
          peopleResource(resource, client),
        defaultResource: (ctx, _client, granted) =>
          defaultResource({ scope: ctx.oidc.params?.scope, granted }),
        // An app that asked for the people API at sign-in means it later too.
        useGrantedResource: () => true,
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          sendPage(ctx, logoutPage(form));
        },
        postLogoutSuccessSource: ctx => {
          sendPage(
            ctx,
            messagePage({
              title: 'You are signed out',
              text: 'You can close this page.',
            }),
          );
        },
      },
    },
    interactions: {
      policy: signInPolicy(),
      url: (_ctx, interaction) => `/login/${interaction.uid}`,
    },
    findAccount: findProviderAccount,
    loadExistingGrant: loadOrCreateGrant,
    issueRefreshToken: (_ctx, client) =>
      client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: false,
    renderError: (ctx, out) => {
      sendPage(
        ctx,
        messagePage({
          title: 'Sign-in did not work',
          text: 'Go back to the app and start again. If it happens again, give these details to the people who look after the app.',
          details: [out.error, out.error_description],
        }),
      );
    },
    ttl: {
      AccessToken: accessTokenLifetime,
      AuthorizationCode: 60,
      IdToken: hour,
      Interaction: hour,
      RefreshToken: 8 * hour,
      Session: 8 * hour,
      Grant: 24 * hour,
    },
  };
}

/**
 * Makes the initial access token the one that the settings name. It is saved
 * with the policy's name, because a token that is only configured would not
 * apply policies, and updates inherit the policy from it.
 */
async function saveInitialAccessToken(
  provider: Provider,
  options: { database: DatabaseSync; token: string },
): Promise<void> {
  options.database
    .prepare("DELETE FROM records WHERE model = 'InitialAccessToken'")
    .run();
  const token = new provider.InitialAccessToken({ policies: [policyName] });
  token.jti = options.token;
  await token.save();
}

/** Creates the OpenID provider on the given database. */
export async function createProvider(options: {
  settings: Settings;
  issuer: string;
  database: DatabaseSync;
}): Promise<Provider> {
  const { settings, issuer, database } = options;
  const provider = new Provider(issuer, configuration(settings, database));
  provider.on('registration_delete.success', (_ctx, client) => {
    deleteTokensOfClient(database, client.clientId);
  });
  provider.on('registration_update.success', (ctx, before) => {
    const scopes = (value: unknown) => String(value ?? '').split(' ');
    const after = scopes((ctx.body as { scope?: unknown }).scope);
    // A refresh token keeps the scope it was issued with: narrowing must end it.
    if (scopes(before.scope).some(scope => !after.includes(scope))) {
      deleteTokensOfClient(database, before.clientId);
    }
  });
  provider.on('server_error', (_ctx, error) => {
    process.stderr.write(`Identity provider error: ${error.message}\n`);
  });
  await saveInitialAccessToken(provider, {
    database,
    token: settings.initialAccessToken,
  });
  return provider;
}
