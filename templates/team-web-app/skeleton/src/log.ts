import { createHmac } from 'node:crypto';
import pino from 'pino';
import type { DestinationStream, Logger } from 'pino';

export type { Logger } from 'pino';

const CENSORED = '[redacted]';

/** Names of fields that may hold personal data or secrets, at any depth. */
const PRIVATE_FIELDS = new Set([
  'email',
  'mail',
  'name',
  'displayname',
  'given_name',
  'family_name',
  'preferred_username',
  'title',
  'note',
  'body',
  'query',
  'authorization',
  'cookie',
  'set-cookie',
  'token',
  'access_token',
  'accesstoken',
  'id_token',
  'refresh_token',
  'client_assertion',
  'code',
  'sub',
  'password',
  'secret',
]);

const EMAIL =
  /[\p{L}\p{N}._%+'-]{1,64}(?:@|%40)[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/giu;
const JWT = /\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/g;
const BEARER = /\bBearer\s+\S+/gi;

/** Free text with e-mail addresses and tokens taken out. */
export function scrubText(text: string): string {
  return text
    .slice(0, 4_000)
    .replace(JWT, CENSORED)
    .replace(BEARER, CENSORED)
    .replace(EMAIL, CENSORED);
}

function scrub(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return scrubText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 5) return CENSORED;
  if (value instanceof Error) {
    // Without the stack: it may quote what somebody typed.
    return { type: value.constructor.name, message: scrubText(value.message) };
  }
  if (Array.isArray(value)) return value.map(item => scrub(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      PRIVATE_FIELDS.has(key.toLowerCase()) ? CENSORED : scrub(item, depth + 1),
    ]),
  );
}

/**
 * A logger that writes JSON lines and keeps personal data out of them twice:
 * by the name of the field, and by the look of the text.
 * In: fields for every line; a stream (standard output when left out).
 */
export function createLogger(options: {
  base: Record<string, string>;
  stream?: DestinationStream;
}): Logger {
  return pino(
    {
      base: options.base,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }) },
      // `scrub` has made a plain object of the error by then.
      serializers: { err: value => value },
      hooks: {
        // Before pino sees it: pino copies the message of an error elsewhere.
        logMethod(args, method) {
          const [first, ...rest] = args as unknown[];
          const fields = first instanceof Error ? { err: first } : first;
          const safe = [fields, ...rest].map(arg => scrub(arg));
          return method.apply(this, safe as typeof args);
        },
      },
    },
    options.stream ?? pino.destination({ fd: 1, sync: true }),
  );
}

/**
 * A short pseudonym of a person for the log: the same person always gives the
 * same one in this app; without the app's key nobody can turn it back.
 */
export function pseudonym(options: { subject: string; key: string }): string {
  return createHmac('sha256', options.key)
    .update(options.subject)
    .digest('hex')
    .slice(0, 16);
}
