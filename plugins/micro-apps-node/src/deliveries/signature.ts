import { createHmac } from 'node:crypto';

/** Header with one or more signatures of a delivery. @public */
export const DELIVERY_SIGNATURE_HEADER = 'micro-apps-signature';
/** Header with the second at which a delivery was signed (Unix time). @public */
export const DELIVERY_TIMESTAMP_HEADER = 'micro-apps-timestamp';
/** Header with the id of a delivery; trying again keeps it. @public */
export const DELIVERY_ID_HEADER = 'micro-apps-delivery';

/** Shorter secrets can be guessed. */
export const MIN_SECRET_LENGTH = 32;
/** While one secret takes the place of another, both hold. */
export const MAX_SECRETS = 2;
/** Plain, and without a dot: what is signed can be cut in one way only. */
export const DELIVERY_ID = /^[A-Za-z0-9_:-]{1,100}$/;
/** Stands before a signature and names how it was made. */
export const SCHEME = 'v1=';

/**
 * The signature of one delivery: HMAC-SHA-256 over `timestamp.id.body`, as
 * hexadecimal.
 */
export function signatureOf(options: {
  secret: string;
  id: string;
  /** Unix time in seconds, as it stands in the header. */
  timestamp: string;
  /** Exactly the bytes that are sent. */
  body: Buffer;
}): string {
  const { secret, id, timestamp, body } = options;
  return createHmac('sha256', secret)
    .update(`${timestamp}.${id}.`)
    .update(body)
    .digest('hex');
}

/** @throws with a plain sentence when a secret is too short to protect anything */
export function requireSecrets(secrets: readonly string[]): void {
  if (secrets.length === 0 || secrets.length > MAX_SECRETS) {
    throw new Error(
      'A delivery needs one secret, or two while one takes the place of the other',
    );
  }
  if (secrets.some(secret => secret.length < MIN_SECRET_LENGTH)) {
    throw new Error(
      `A secret for deliveries needs at least ${MIN_SECRET_LENGTH} characters`,
    );
  }
}
