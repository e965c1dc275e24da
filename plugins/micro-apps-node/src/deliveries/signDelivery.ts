import {
  DELIVERY_ID,
  DELIVERY_ID_HEADER,
  DELIVERY_SIGNATURE_HEADER,
  DELIVERY_TIMESTAMP_HEADER,
  requireSecrets,
  SCHEME,
  signatureOf,
} from './signature';

/**
 * The headers that go with one webhook delivery. The receiver checks them with
 * {@link verifyDelivery}. With two secrets it is signed with both, so that
 * sender and receiver need not change over at the same moment.
 *
 * @param options.body - exactly the bytes that are sent
 * @param options.id - the same for each attempt: letters, digits and `_:-`,
 *   at most 100
 * @param options.secrets - the newest first, one or two, 32 characters or more
 * @param options.at - when it is sent; each attempt is signed anew
 * @throws with a plain sentence for an id or a secret that cannot be used
 *
 * Source: reliability C14.
 * @public
 */
export function signDelivery(options: {
  body: Buffer | string;
  id: string;
  secrets: readonly string[];
  at: Date;
}): Readonly<Record<string, string>> {
  const { id, secrets, at } = options;
  requireSecrets(secrets);
  if (!DELIVERY_ID.test(id)) {
    throw new Error(
      'The id of a delivery is 1 to 100 letters, digits and the signs _ : -',
    );
  }
  const body = Buffer.from(options.body);
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return {
    [DELIVERY_ID_HEADER]: id,
    [DELIVERY_TIMESTAMP_HEADER]: timestamp,
    [DELIVERY_SIGNATURE_HEADER]: secrets
      .map(secret => SCHEME + signatureOf({ secret, id, timestamp, body }))
      .join(','),
  };
}
