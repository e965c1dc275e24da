import { timingSafeEqual } from 'node:crypto';
import {
  DELIVERY_ID,
  DELIVERY_ID_HEADER,
  DELIVERY_SIGNATURE_HEADER,
  DELIVERY_TIMESTAMP_HEADER,
  MAX_SECRETS,
  requireSecrets,
  SCHEME,
  signatureOf,
} from './signature';

/** Older deliveries, and those that come from the future, are refused. */
const WINDOW_SECONDS = 5 * 60;
const HEX = /^[0-9a-f]{64}$/;
/** Seconds of this age, written in one way only. */
const TIMESTAMP = /^[1-9][0-9]{9}$/;

/** What a delivery says once its signature is known to be sound. @public */
export interface VerifiedDelivery {
  readonly ok: true;
  /** To be taken once only: the receiver keeps it until `keepUntil`. */
  readonly id: string;
  readonly signedAt: Date;
  /** From then on the timestamp alone refuses a replay. */
  readonly keepUntil: Date;
}

/** Why a delivery is not taken. @public */
export interface RefusedDelivery {
  readonly ok: false;
  readonly code: 'incomplete' | 'too-old-or-early' | 'wrong-signature';
  readonly because: string;
}

/**
 * Checks who sent a webhook delivery and when: HMAC over the raw body, the
 * timestamp at most five minutes off, one of at most two secrets. Refuses
 * nothing that was there before: a receiver keeps `id` with what the delivery
 * brings about, in one transaction, under a unique key, at least until
 * `keepUntil` (reliability C14).
 *
 * @param options.headers - names in lower case; a repeated header is refused
 * @param options.body - the bytes as they arrived, before any parsing
 * @param options.secrets - both the old and the new one while they change over
 * @throws with a plain sentence when a secret is missing or too short
 * @public
 */
export function verifyDelivery(options: {
  headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  body: Buffer;
  secrets: readonly string[];
  now: Date;
}): VerifiedDelivery | RefusedDelivery {
  const { headers, body, secrets, now } = options;
  requireSecrets(secrets);
  const id = headers[DELIVERY_ID_HEADER];
  const timestamp = headers[DELIVERY_TIMESTAMP_HEADER];
  const signed = headers[DELIVERY_SIGNATURE_HEADER];
  if (
    typeof id !== 'string' ||
    !DELIVERY_ID.test(id) ||
    typeof timestamp !== 'string' ||
    !TIMESTAMP.test(timestamp) ||
    typeof signed !== 'string'
  ) {
    return {
      ok: false,
      code: 'incomplete',
      because: `Send the headers ${DELIVERY_ID_HEADER}, ${DELIVERY_TIMESTAMP_HEADER} and ${DELIVERY_SIGNATURE_HEADER}, each once`,
    };
  }
  const signatures = readSignatures(signed);
  const sound = secrets.some(secret => {
    const expected = signatureOf({ secret, id, timestamp, body });
    return signatures.some(signature => sameHex(signature, expected));
  });
  if (!sound) {
    return {
      ok: false,
      code: 'wrong-signature',
      because:
        'The signature does not fit. Sign the bytes of the body with the shared secret',
    };
  }
  const signedAt = new Date(Number(timestamp) * 1000);
  const off = Math.abs(now.getTime() - signedAt.getTime()) / 1000;
  // Written so that a clock that tells no time (NaN) refuses.
  if (!(off <= WINDOW_SECONDS)) {
    return {
      ok: false,
      code: 'too-old-or-early',
      because:
        'It was signed more than five minutes ago, or in the future. Look at the clock and send it signed anew',
    };
  }
  return {
    ok: true,
    id,
    signedAt,
    keepUntil: new Date(signedAt.getTime() + 2 * WINDOW_SECONDS * 1000),
  };
}

/** The signatures of this scheme; a sender has at most two secrets. */
function readSignatures(header: string): readonly string[] {
  return header
    .slice(0, 1000)
    .split(',')
    .map(part => part.trim())
    .filter(part => part.startsWith(SCHEME))
    .map(part => part.slice(SCHEME.length))
    .filter(hex => HEX.test(hex))
    .slice(0, MAX_SECRETS);
}

function sameHex(given: string, expected: string): boolean {
  return timingSafeEqual(
    Buffer.from(given, 'hex'),
    Buffer.from(expected, 'hex'),
  );
}
