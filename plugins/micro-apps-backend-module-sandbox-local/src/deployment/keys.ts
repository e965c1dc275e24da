import { createHash, generateKeyPairSync } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

/**
 * The key of a copy: read, or made at first. The private part is in a file
 * with mode 0600 and is never returned.
 *
 * @returns public JWK and its thumbprint (RFC 7638)
 */
export async function ensureKey(file: string): Promise<{
  publicJwk: Record<string, unknown>;
  thumbprint: string;
}> {
  const stored = await readFile(file, 'utf8').catch(() => undefined);
  if (stored) return toPublic(JSON.parse(stored));
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = pair.privateKey.export({ format: 'jwk' });
  const { thumbprint } = toPublic({ ...jwk });
  const key = { ...jwk, kid: thumbprint, alg: 'ES256', use: 'sig' };
  await writeFile(file, JSON.stringify(key), { mode: 0o600, flag: 'wx' });
  return toPublic(key);
}

function toPublic(key: Record<string, unknown>) {
  const { kty, crv, x, y } = key;
  // RFC 7638: these members, in this order, without spaces.
  const thumbprint = createHash('sha256')
    .update(JSON.stringify({ crv, kty, x, y }))
    .digest('base64url');
  const publicJwk = {
    kty,
    crv,
    x,
    y,
    kid: thumbprint,
    alg: 'ES256',
    use: 'sig',
  };
  return { publicJwk, thumbprint };
}
