import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import * as oidc from 'openid-client';
import type { Browser, ShownPage } from './browser.ts';
import type { TestProvider } from './index.ts';

const insecure = { execute: [oidc.allowInsecureRequests] };

/** A relying party that tests drive. */
export interface TestApp {
  configuration: oidc.Configuration;
  redirectUri: string;
  scope: string;
  resource?: string;
}

/** The portal, as Backstage talks to the provider. */
export async function portalApp(provider: TestProvider): Promise<TestApp> {
  return {
    configuration: await oidc.discovery(
      new URL(provider.issuer),
      'micro-apps-portal',
      undefined,
      oidc.ClientSecretBasic(provider.portalClientSecret),
      insecure,
    ),
    redirectUri: 'http://localhost:7007/api/auth/oidc/handler/frame',
    scope: 'openid profile email',
  };
}

/** A public and a private key for `private_key_jwt`. */
export async function makeKey() {
  const pair = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
  return {
    publicJwk: { ...pair.publicKey.export({ format: 'jwk' }), kid: 'key-1' },
    privateKey: await crypto.subtle.importKey(
      'jwk',
      pair.privateKey.export({ format: 'jwk' }),
      { name: 'ECDSA', namedCurve: 'P-256' },
      false,
      ['sign'],
    ),
  };
}

/** Sends a registration request (RFC 7591). */
export function register(
  provider: TestProvider,
  metadata: unknown,
): Promise<Response> {
  return fetch(`${provider.issuer}/reg`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${provider.initialAccessToken}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(metadata),
  });
}

/** Metadata that the registration policy accepts. */
export function microAppMetadata(options: {
  app: string;
  environment: string;
  publicJwk: Record<string, unknown>;
}): Record<string, unknown> {
  const { app, environment, publicJwk } = options;
  return {
    client_name: `The ${app} app`,
    redirect_uris: [`http://${app}.localhost:7101/callback`],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: [publicJwk] },
    scope: 'openid profile email roles people:read',
    software_id: `micro-apps:${app}:${environment}`,
    micro_app: app,
    micro_app_environment: environment,
  };
}

/** A registered micro app, ready to sign people in. */
export interface RegisteredApp extends TestApp {
  clientId: string;
  registrationUri: string;
  registrationToken: string;
  metadata: Record<string, unknown>;
}

/** Registers a micro app and configures its relying party. */
export async function microApp(
  provider: TestProvider,
  options: { app: string; environment: string },
): Promise<RegisteredApp> {
  const { publicJwk, privateKey } = await makeKey();
  const metadata = microAppMetadata({ ...options, publicJwk });
  const response = await register(provider, metadata);
  const answer = (await response.json()) as Record<string, string>;
  if (response.status !== 201) {
    throw new Error(JSON.stringify(answer));
  }
  const clientId = String(answer.client_id);
  return {
    clientId,
    registrationUri: String(answer.registration_client_uri),
    registrationToken: String(answer.registration_access_token),
    metadata,
    configuration: await oidc.discovery(
      new URL(provider.issuer),
      clientId,
      undefined,
      oidc.PrivateKeyJwt({ key: privateKey, kid: 'key-1' }),
      insecure,
    ),
    redirectUri: `http://${options.app}.localhost:7101/callback`,
    scope: String(metadata.scope),
    resource: 'urn:micro-apps:people',
  };
}

/** One sign-in attempt: where to go, and how to redeem the answer. */
export async function beginSignIn(
  app: TestApp,
  extra: Record<string, string> = {},
) {
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const nonce = oidc.randomNonce();
  const resource: Record<string, string> = app.resource
    ? { resource: app.resource }
    : {};
  const address = oidc.buildAuthorizationUrl(app.configuration, {
    redirect_uri: app.redirectUri,
    scope: app.scope,
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...resource,
    ...extra,
  });
  return {
    address,
    redeem: (callback: URL) =>
      oidc.authorizationCodeGrant(
        app.configuration,
        callback,
        {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        },
        resource,
      ),
  };
}

/** Signs somebody in to an app and returns the tokens. */
export async function signIn(options: {
  app: TestApp;
  browser: Browser;
  provider: TestProvider;
  username: string;
  extra?: Record<string, string>;
}) {
  const { app, browser, provider, username, extra } = options;
  const attempt = await beginSignIn(app, extra);
  const visit = await browser.signIn(attempt.address, {
    username,
    password: provider.passwords[username] ?? '',
  });
  if (visit.at === 'page') {
    throw new Error(`signing in stopped at: ${textOf(visit.page)}`);
  }
  return attempt.redeem(visit.address);
}

/** The words of a page. */
export function textOf(page: ShownPage): string {
  const body = page.html.slice(page.html.indexOf('<main>'));
  return body
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Asks the people API. */
export function askPeople(
  provider: TestProvider,
  options: { token?: string; path?: string },
): Promise<Response> {
  return fetch(`${provider.issuer}${options.path ?? '/people'}`, {
    headers: options.token ? { authorization: `Bearer ${options.token}` } : {},
  });
}
