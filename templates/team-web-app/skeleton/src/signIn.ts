import type { webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as oidc from 'openid-client';
import { z } from 'zod';
import type { Config } from './config.ts';
import type { Egress } from './egress.ts';
import { displayText } from './html.ts';
import { mayReadPeople } from './microApp.ts';
import type { MicroApp } from './microApp.ts';
import type { Identity } from './sessions.ts';

/** What must be remembered between the start and the end of one sign-in. */
export type SignInAttempt = {
  state: string;
  nonce: string;
  codeVerifier: string;
};

/** Company sign-in, as the app sees it. */
export type SignIn = {
  /** Out: the address to send the browser to, and what to remember. */
  begin(): Promise<{ address: string; attempt: SignInAttempt }>;
  /**
   * In: the address the browser came back to. Out: who it is, from verified
   * claims. Throws openid-client's errors (see `signInProblem`).
   */
  finish(address: URL, attempt: SignInAttempt): Promise<Identity>;
  /** Revokes an access token at the sign-in service. */
  revoke(accessToken: string): Promise<void>;
};

/** Audience of the people API (RFC 8707). */
export const PEOPLE_RESOURCE = 'urn:micro-apps:people';

const ALGORITHMS: Record<
  string,
  webcrypto.EcKeyImportParams | webcrypto.RsaHashedImportParams
> = {
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  PS256: { name: 'RSA-PSS', hash: 'SHA-256' },
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
};

const DEFAULT_ALGORITHMS: Record<string, string> = {
  RSA: 'RS256',
  EC: 'ES256',
};

const keySchema = z.looseObject({
  kty: z.string(),
  d: z.string().min(1),
  kid: z.string().optional(),
  alg: z.string().optional(),
});

const claimsSchema = z.looseObject({
  sub: z.string().min(1).max(255),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
  roles: z.array(z.string()).optional(),
});

/**
 * The app's private key from a JWK file.
 * Throws an Error with one sentence that never repeats the key.
 */
export async function readPrivateKey(text: string): Promise<oidc.PrivateKey> {
  try {
    const jwk = keySchema.parse(JSON.parse(text));
    const name = jwk.alg ?? DEFAULT_ALGORITHMS[jwk.kty] ?? 'EdDSA';
    const algorithm = ALGORITHMS[name] ?? { name: 'Ed25519' };
    // Some key files carry uses (`key_ops`) of the public half.
    const material: webcrypto.JsonWebKey = { ...jwk, key_ops: ['sign'] };
    const key = await crypto.subtle.importKey(
      'jwk',
      material,
      algorithm,
      false,
      ['sign'],
    );
    return jwk.kid === undefined ? { key } : { key, kid: jwk.kid };
  } catch {
    throw new Error(
      'OIDC_PRIVATE_KEY_FILE does not hold a private signing key in JWK form.',
    );
  }
}

/** Reads the key file. Throws an Error with one sentence when it cannot. */
export function readKeyFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Error(
      'The app cannot start: OIDC_PRIVATE_KEY_FILE names a file that cannot be read.',
    );
  }
}

/**
 * Company sign-in with the authorization code flow, PKCE (S256), state, nonce
 * and `private_key_jwt`. The sign-in service is asked for its addresses at the
 * first sign-in, so the app starts without it; a failure is not remembered. The
 * key file is read again each time, so that a rotated key works at once.
 */
export function createSignIn(options: {
  config: Config;
  microApp: MicroApp;
  egress: Egress;
  now: () => number;
}): SignIn {
  const { config, microApp, egress, now } = options;
  const resource: Record<string, string> = mayReadPeople(microApp)
    ? { resource: PEOPLE_RESOURCE }
    : {};
  const scope = [
    ...new Set(['openid', 'profile', 'roles', ...microApp.scopes]),
  ].join(' ');
  let known: { keyText: string; provider: oidc.Configuration } | undefined;

  async function provider(): Promise<oidc.Configuration> {
    const keyText = readKeyFile(config.privateKeyFile);
    if (known?.keyText === keyText) return known.provider;
    const found = await oidc.discovery(
      new URL(config.issuer),
      config.clientId,
      undefined,
      oidc.PrivateKeyJwt(await readPrivateKey(keyText)),
      {
        [oidc.customFetch]: (address, init) =>
          egress(address, init as RequestInit),
        execute: [
          oidc.enableNonRepudiationChecks,
          // `readConfig` accepts plain http on this machine only.
          ...(config.issuer.startsWith('http://')
            ? [oidc.allowInsecureRequests]
            : []),
        ],
      },
    );
    known = { keyText, provider: found };
    return found;
  }

  return {
    async begin() {
      const attempt = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        codeVerifier: oidc.randomPKCECodeVerifier(),
      };
      const address = oidc.buildAuthorizationUrl(await provider(), {
        redirect_uri: `${config.origin}/callback`,
        scope,
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(
          attempt.codeVerifier,
        ),
        code_challenge_method: 'S256',
        ...resource,
      });
      return { address: address.href, attempt };
    },
    async finish(address, attempt) {
      const tokens = await oidc.authorizationCodeGrant(
        await provider(),
        address,
        {
          expectedState: attempt.state,
          expectedNonce: attempt.nonce,
          pkceCodeVerifier: attempt.codeVerifier,
          idTokenExpected: true,
        },
        resource,
      );
      const claims = claimsSchema.parse(tokens.claims());
      const name = claims.name ?? claims.preferred_username ?? 'a colleague';
      return {
        subject: claims.sub,
        displayName: displayText(name, 80),
        roles: claims.roles ?? [],
        accessToken: tokens.access_token,
        accessTokenExpiresAt: now() + (tokens.expiresIn() ?? 300) * 1_000,
      };
    },
    async revoke(accessToken) {
      await oidc.tokenRevocation(await provider(), accessToken, {
        token_type_hint: 'access_token',
      });
    },
  };
}
