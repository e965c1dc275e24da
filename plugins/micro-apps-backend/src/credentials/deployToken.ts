import { createHash, randomBytes } from 'node:crypto';

/** A deploy token ends by itself (architecture, Promote). */
export const DEPLOY_TOKEN_MS = 5 * 60_000;

/** A permission to deploy once; only its hash is kept in a readable form. */
export function createDeployToken(now: Date): {
  token: string;
  tokenHash: string;
  tokenExpiresAt: Date;
} {
  const token = randomBytes(32).toString('base64url');
  return {
    token,
    tokenHash: tokenHashOf(token),
    tokenExpiresAt: new Date(now.getTime() + DEPLOY_TOKEN_MS),
  };
}

/** SHA-256; the database never holds a token that could be used. */
export function tokenHashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
