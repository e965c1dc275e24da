import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const VERSION = 'v1';
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
/** Said out loud, because a shorter tag would be accepted and easier to forge. */
const TAG = { authTagLength: 16 };

/** Keeps secrets in the database unreadable without the installation's key. */
export interface Seal {
  seal(text: string): string;
  /** Throws when the text was changed or sealed with another key. */
  open(sealed: string): string;
}

/**
 * AES-256-GCM with a fresh nonce for each text.
 * @param key - 32 bytes as base64
 */
export function createSeal(key: string): Seal {
  const secret = Buffer.from(key, 'base64');
  if (secret.length !== 32) {
    throw new Error('The key that seals credentials has to be 32 bytes');
  }
  return {
    seal(text) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, secret, nonce, TAG);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return [VERSION, nonce, cipher.getAuthTag(), body]
        .map(part =>
          typeof part === 'string' ? part : part.toString('base64'),
        )
        .join('.');
    },
    open(sealed) {
      const [version, nonce, tag, body] = sealed.split('.');
      if (version !== VERSION || !nonce || !tag || body === undefined) {
        throw new Error('A sealed text has an unknown shape');
      }
      const decipher = createDecipheriv(
        CIPHER,
        secret,
        Buffer.from(nonce, 'base64'),
        TAG,
      );
      decipher.setAuthTag(Buffer.from(tag, 'base64'));
      return Buffer.concat([
        decipher.update(Buffer.from(body, 'base64')),
        decipher.final(),
      ]).toString('utf8');
    },
  };
}
