import { normaliseRef } from '@micro-apps/governance-core';
import { z } from 'zod';

/** Characters that a screen does not show and that only deceive or break. */
const CONTROL = /[^\P{Cc}\t\r\n]/u;
const LINE_BREAK = /[\t\r\n]/;
/** Zero width, direction overrides, lone surrogates. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** A text with plain-word messages; surrounding spaces are removed. */
export function textField(options: {
  /** Names the field in messages, e.g. "the name". */
  what: string;
  min?: number;
  max: number;
  multiline?: boolean;
}) {
  const { what, min = 1, max, multiline = false } = options;
  return z
    .string({ error: `Fill in ${what}` })
    .trim()
    .min(min, {
      error:
        min === 1
          ? `Fill in ${what}`
          : `Write at least ${min} characters for ${what}`,
    })
    .max(max, { error: `Keep ${what} to at most ${max} characters` })
    .refine(
      value =>
        !CONTROL.test(value) &&
        !LONE_SURROGATE.test(value) &&
        (multiline || (!LINE_BREAK.test(value) && !INVISIBLE.test(value))),
      { error: `Remove the invisible characters from ${what}` },
    );
}

/** What people look for; may be empty. */
export function searchField(max: number) {
  return z
    .string({ error: 'Give the text to look for once' })
    .max(max, { error: `Look for at most ${max} characters` })
    .refine(value => !CONTROL.test(value) && !LONE_SURROGATE.test(value), {
      error: 'Remove the invisible characters from what you look for',
    });
}

/** One word of a closed list. */
export function choiceField<const T extends readonly [string, ...string[]]>(
  what: string,
  values: T,
) {
  return z.enum(values, {
    error: `Choose ${what}: ${values.join(', ')}`,
  });
}

/** A whole number between two bounds, both allowed. */
export function wholeNumberField(options: {
  what: string;
  min: number;
  max: number;
}) {
  const error = `Give ${options.what} as a whole number from ${options.min} to ${options.max}`;
  return z
    .number({ error })
    .int({ error })
    .min(options.min, { error })
    .max(options.max, { error });
}

/** A list of at most `max` entries. */
export function listField<T extends z.ZodType>(
  what: string,
  item: T,
  max: number,
) {
  return z
    .array(item, { error: `Give ${what} as a list` })
    .max(max, { error: `Give at most ${max} entries for ${what}` });
}

const REF_PART = '[a-zA-Z0-9]([-a-zA-Z0-9_.]{0,61}[a-zA-Z0-9])?';

/**
 * A full catalog reference of one kind, e.g. `user:default/maya`. The catalog
 * knows no upper and lower case; one spelling is kept, so that people and
 * teams are compared as what they are.
 */
export function entityRefField(kind: 'user' | 'group', what: string) {
  // Without a flag, so that JSON Schema can say the same.
  const prefix = kind.replace(/./g, c => `[${c}${c.toUpperCase()}]`);
  const pattern = new RegExp(`^${prefix}:${REF_PART}/${REF_PART}$`);
  const error = `Choose ${what} from the list (a ${kind} of the catalog, like ${kind}:default/name)`;
  return z
    .string({ error })
    .max(140, { error })
    .regex(pattern, { error })
    .overwrite(ref => normaliseRef(ref, kind));
}

/** SHA-256 in lower-case hexadecimal. */
export const hashField = z
  .string({ error: 'Say which version you looked at' })
  .regex(/^[0-9a-f]{64}$/, { error: 'Say which version you looked at' });

/** A commit id, full length. */
export const commitField = z
  .string({ error: 'Give the full id of the commit' })
  .regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/, {
    error: 'Give the full id of the commit',
  });

/** Version of a registration, from 1. */
export const versionField = wholeNumberField({
  what: 'the version you looked at',
  min: 1,
  max: 1_000_000_000,
});

/** An instant in UTC, to the second or finer, as `2027-01-31T00:00:00Z`. */
export function instantField(what: string) {
  const error = `Give ${what} as a day and time in UTC, like 2027-01-31T00:00:00Z`;
  return z
    .string({ error })
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/, { error })
    .refine(value => !Number.isNaN(Date.parse(value)), { error });
}

/** Same key and same person: the same result, done once. */
export const idempotencyKeyField = z
  .string({ error: 'Give the repeat key as text' })
  .regex(/^[\x21-\x7e]{1,200}$/, {
    error: 'Use up to 200 plain characters for the repeat key',
  });

/** A strict object whose messages name what is too much. */
export function strictFields<T extends z.ZodRawShape>(shape: T) {
  return z.strictObject(shape, {
    error: issue =>
      issue.code === 'unrecognized_keys'
        ? `Remove what is not known here: ${issue.keys.slice(0, 5).join(', ')}`
        : 'Send one JSON object',
  });
}

const integer = (value: unknown) =>
  typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;

/** As {@link wholeNumberField}, from the text of a query. */
export function queryNumberField(
  options: Parameters<typeof wholeNumberField>[0],
) {
  return z.preprocess(integer, wholeNumberField(options));
}

/** `limit` and `cursor` of a list; limit is 25 unless told. */
export function pageFields(maxLimit = 100) {
  return {
    limit: queryNumberField({
      what: 'the page length',
      min: 1,
      max: maxLimit,
    }).default(Math.min(25, maxLimit)),
    cursor: z.string().max(500).optional(),
  };
}
