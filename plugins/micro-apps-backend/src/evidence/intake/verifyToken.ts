import { createHash } from 'node:crypto';
import { accept, refuse, type Result } from '@micro-apps/governance-core';
import {
  createRemoteJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  jwtVerify,
  type JWTPayload,
} from 'jose';
import type { PipelineSetting } from '../../kernel/pipelineSettings';
import { readRun, type ReadRun } from './readRun';

/** Signatures by a key pair; never a shared secret, never none (RFC 8725). */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512'],
];
/** Keys that a token brings along itself prove nothing. */
const OWN_KEYS = ['jwk', 'jku', 'x5u', 'x5c', 'crit'];
const CLOCK_SKEW_SECONDS = 60;
const KEYS_KEPT_MS = 10 * 60_000;
const KEYS_TIMEOUT_MS = 5_000;

/** What a verified token says, and which token it was. */
export interface VerifiedToken {
  readonly setting: PipelineSetting;
  readonly run: ReadRun;
  /** SHA-256 of issuer and token id. */
  readonly key: string;
  /** From then on the token itself is refused as too old. */
  readonly endsAt: Date;
}

/**
 * Checks the OIDC tokens of pipelines against the keys of their issuers. Keys
 * are kept for ten minutes at most; while they cannot be fetched nothing is
 * believed (reliability C2).
 */
export function createTokenCheck(pipelines: readonly PipelineSetting[]) {
  const known = pipelines.map(setting => ({
    setting,
    keys: createRemoteJWKSet(new URL(setting.jwksUri), {
      cacheMaxAge: KEYS_KEPT_MS,
      timeoutDuration: KEYS_TIMEOUT_MS,
    }),
  }));

  return async function verifyToken(
    authorization: string | undefined,
    now: Date,
  ): Promise<Result<VerifiedToken>> {
    const token = /^Bearer ([\w.~+/=-]+)$/i.exec(authorization ?? '')?.[1];
    if (!token) {
      return notBelieved(
        'Send the OIDC token of the pipeline in the header Authorization: Bearer',
      );
    }
    const issuer = issuerOf(token);
    const from = known.find(({ setting }) => setting.issuer === issuer);
    if (!from) return notBelieved('The issuer of the token is not known here');
    const { setting, keys } = from;
    let payload: JWTPayload;
    try {
      ({ payload } = await jwtVerify(token, keys, {
        algorithms: ALGORITHMS,
        issuer: setting.issuer,
        audience: setting.audience,
        requiredClaims: ['iss', 'aud', 'exp', 'iat'],
        maxTokenAge: `${setting.maxTokenAgeMinutes} minutes`,
        clockTolerance: CLOCK_SKEW_SECONDS,
        currentDate: now,
      }));
    } catch (error) {
      return isTokensFault(error)
        ? notBelieved(sentenceOf(error))
        : refuse(
            'busy',
            'The keys of the pipeline’s issuer cannot be fetched right now, so nothing is believed. Try again in a minute',
          );
    }
    const run = readRun(payload, setting);
    if (!run.ok) return run;
    const seconds = Math.min(
      Number(payload.exp),
      Number(payload.iat) + setting.maxTokenAgeMinutes * 60,
    );
    const { jti = token } = payload;
    return accept({
      setting,
      run: run.value,
      key: createHash('sha256')
        .update(JSON.stringify([setting.issuer, jti]))
        .digest('hex'),
      endsAt: new Date((seconds + 2 * CLOCK_SKEW_SECONDS) * 1000),
    });
  };
}

/** Checks one `Authorization` header. */
export type TokenCheck = ReturnType<typeof createTokenCheck>;

/** Whose keys are to be asked; nothing is believed for it yet. */
function issuerOf(token: string): unknown {
  try {
    const header = decodeProtectedHeader(token);
    if (OWN_KEYS.some(name => name in header) || !header.kid) return undefined;
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

/** Everything but keys that could not be had. */
function isTokensFault(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError &&
    error.code !== errors.JOSEError.code &&
    !(error instanceof errors.JWKSTimeout) &&
    !(error instanceof errors.JWKSInvalid)
  );
}

function sentenceOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) {
    return 'The token is too old. Fetch a new one right before sending';
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    return `The token is not meant for this: look at its claim ${error.claim}`;
  }
  return 'The token is not signed by a key of its issuer';
}

function notBelieved(because: string): Result<never> {
  return refuse('not-authenticated', because);
}
