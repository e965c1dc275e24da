import { createHmac } from 'node:crypto';
import pino from 'pino';
import type { DestinationStream, Logger } from 'pino';

export type { Logger } from 'pino';

const CENSORED = '[redacted]';

/** Names of fields that may hold personal data or secrets, at any of three depths. */
const PRIVATE_FIELDS = [
  'email',
  'mail',
  'name',
  'displayName',
  'given_name',
  'family_name',
  'preferred_username',
  'title',
  'note',
  'body',
  'query',
  'authorization',
  'cookie',
  'token',
  'access_token',
  'accessToken',
  'id_token',
  'refresh_token',
  'client_assertion',
  'code',
  'sub',
  'password',
  'secret',
];

const PATHS = PRIVATE_FIELDS.flatMap(field => [
  field,
  `*.${field}`,
  `*.*.${field}`,
  `*["set-cookie"]`,
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
    return { type: value.name, message: scrubText(value.message) };
  }
  if (Array.isArray(value)) return value.map(item => scrub(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, scrub(item, depth + 1)]),
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
      formatters: {
        level: label => ({ level: label }),
        log: fields => scrub(fields) as Record<string, unknown>,
      },
      // Errors are reduced to type and message by `scrub`; no stack is logged.
      serializers: { err: value => value },
      redact: { paths: [...new Set(PATHS)], censor: CENSORED },
      hooks: {
        logMethod(args, method) {
          const safe = args.map(arg =>
            typeof arg === 'string' ? scrubText(arg) : arg,
          ) as typeof args;
          return method.apply(this, safe);
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
