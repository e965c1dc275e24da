import { createPublicKey } from 'node:crypto';

/** Members that only a private or symmetric key has (RFC 7518, section 6). */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];

/** Says what is wrong with a client's public signing key, or nothing. */
export function publicJwkProblem(
  jwk: Record<string, unknown>,
): string | undefined {
  if (privateMembers.some(member => member in jwk)) {
    return 'holds a private or symmetric key; send the public key only';
  }
  if (jwk.use !== undefined && jwk.use !== 'sig') {
    return 'must be a signing key ("use": "sig")';
  }
  try {
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    const bits = key.asymmetricKeyDetails?.modulusLength;
    return bits !== undefined && bits < 2048
      ? 'is an RSA key shorter than 2048 bits'
      : undefined;
  } catch {
    return 'is not a usable EC, OKP or RSA public key';
  }
}
