import { timingSafeEqual } from 'node:crypto';
import { compactVerify, importSPKI } from 'jose';
import { fileHash } from './fileHash';

const SIGNATURES = '.signatures.json';

/**
 * Public-key algorithms only: whoever can check a signature must not be able
 * to make one.
 */
export const SIGNING_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
] as const;
export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number];

/** The key that bundles have to be signed with. */
export interface VerificationKey {
  /** SPKI, PEM. */
  readonly publicKey: string;
  readonly algorithm: SigningAlgorithm;
  /** Compared with the signature's `keyid` or header `kid` when set. */
  readonly keyId?: string;
  /** Compared with the signature's `scope` when set. */
  readonly scope?: string;
}

/**
 * Checks a bundle's signature as OPA does: the JWT in `.signatures.json` is
 * signed with the key, lists every file of the bundle and no other, and each
 * file has the hash that it lists.
 *
 * @throws with the reason when the bundle is not exactly what was signed
 */
export async function verifyBundle(
  files: ReadonlyMap<string, Buffer>,
  key: VerificationKey,
): Promise<void> {
  const { signed, kid } = await readSignature(files, key);
  if (key.scope !== undefined && signed.scope !== key.scope) {
    throw new Error('The bundle is signed for another scope');
  }
  const keyId = signed.keyid ?? kid;
  if (key.keyId !== undefined && keyId !== key.keyId) {
    throw new Error('The bundle is signed with a key of another id');
  }
  const listed = readListed(signed.files);
  for (const [name, content] of files) {
    if (name === SIGNATURES) continue;
    const entry = listed.get(name);
    if (!entry) {
      throw new Error(`The bundle holds ${name}, which was not signed`);
    }
    const hash = fileHash({ name, content, algorithm: entry.algorithm });
    if (hash === undefined || !isSame(hash, entry.hash)) {
      throw new Error(`The bundle's ${name} is not what was signed`);
    }
    listed.delete(name);
  }
  for (const name of listed.keys()) {
    throw new Error(`The bundle lacks ${name}, which was signed`);
  }
}

async function readSignature(
  files: ReadonlyMap<string, Buffer>,
  key: VerificationKey,
): Promise<{ signed: Record<string, unknown>; kid?: string }> {
  const text = files.get(SIGNATURES)?.toString('utf8');
  if (text === undefined) throw new Error('The bundle is not signed');
  const { signatures } = parseObject(text);
  const [token, ...more]: unknown[] = Array.isArray(signatures)
    ? signatures
    : [];
  if (typeof token !== 'string' || more.length > 0) {
    throw new Error('The bundle does not have exactly one signature');
  }
  const publicKey = await importSPKI(key.publicKey, key.algorithm);
  try {
    const { payload, protectedHeader } = await compactVerify(token, publicKey, {
      algorithms: [key.algorithm],
    });
    const signed = parseObject(Buffer.from(payload).toString('utf8'));
    return { signed, kid: protectedHeader.kid };
  } catch {
    throw new Error("The bundle's signature is not of the configured key");
  }
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error("The bundle's signature cannot be read");
  }
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)
    : {};
}

function readListed(given: unknown) {
  const listed = new Map<string, { hash: string; algorithm: string }>();
  for (const each of Array.isArray(given) ? (given as unknown[]) : []) {
    const { name, hash, algorithm } = (each ?? {}) as Record<string, unknown>;
    if (
      typeof name !== 'string' ||
      typeof hash !== 'string' ||
      typeof algorithm !== 'string'
    ) {
      throw new Error("The bundle's signature lists a file without a hash");
    }
    listed.set(name.replace(/^\.?\/+/, ''), { hash, algorithm });
  }
  return listed;
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b.toLowerCase())];
  return left.length === right.length && timingSafeEqual(left, right);
}
