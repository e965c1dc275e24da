import { generateKeyPairSync, sign } from 'node:crypto';

/** What the double gets wrong, to see whether the app notices. */
export type Fault =
  | 'none'
  | 'foreign-key'
  | 'unsigned'
  | 'changed-after-signing'
  | 'wrong-nonce'
  | 'wrong-audience'
  | 'wrong-issuer'
  | 'expired';

const encode = (value: unknown) =>
  Buffer.from(JSON.stringify(value)).toString('base64url');
/** A new key pair for signatures with ES256. */
export function newKey() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

/** A key pair that signs. */
export type Key = ReturnType<typeof newKey>;

function signed(claims: Record<string, unknown>, key: Key): string {
  const input = `${encode({ alg: 'ES256', kid: 'key-1' })}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(input), {
    key: key.privateKey,
    dsaEncoding: 'ieee-p1363',
  });
  return `${input}.${signature.toString('base64url')}`;
}

/** An ID token, right but for the fault that was asked for. */
export function idToken(options: {
  claims: Record<string, unknown>;
  fault: Fault;
  key: Key;
}): string {
  const { claims, fault, key } = options;
  const changes: Partial<Record<Fault, Record<string, unknown>>> = {
    'wrong-nonce': { nonce: 'another-nonce' },
    'wrong-audience': { aud: 'another-app' },
    'wrong-issuer': { iss: 'https://elsewhere.invalid' },
    expired: { iat: 1_000, exp: 2_000 },
  };
  const told = { ...claims, ...changes[fault] };
  if (fault === 'unsigned')
    return `${encode({ alg: 'none' })}.${encode(told)}.`;
  if (fault === 'foreign-key') return signed(told, newKey());
  const token = signed(told, key);
  if (fault !== 'changed-after-signing') return token;
  const [head, , signature] = token.split('.');
  return `${head}.${encode({ ...told, roles: ['manager'] })}.${signature}`;
}
