import type { EvidenceBundle } from '@micro-apps/governance-core';
import { z } from 'zod';
import {
  choiceField,
  entityRefField,
  listField,
  pageFields,
  queryNumberField,
  strictFields,
  textField,
  wholeNumberField,
} from './fields';

const headError = 'Give the head of the earlier check';
const MAX_SEQ = 999_999_999;

/**
 * `GET /v1/audit/verification`. `count` and `head` of an earlier answer, kept
 * where the database's owner cannot write, show whether the chain was cut off
 * or exchanged since.
 * @public
 */
export const auditVerificationQuery = strictFields({
  count: queryNumberField({
    what: 'the count of the earlier check',
    min: 0,
    max: MAX_SEQ,
  }).optional(),
  head: z
    .string({ error: headError })
    .regex(/^[0-9a-f]{64}$/, { error: headError })
    .optional(),
}).refine(({ count, head }) => (count === undefined) === (head === undefined), {
  error: 'Give both count and head of the earlier check, or neither',
});
/** @public */
export type AuditVerificationQuery = z.input<typeof auditVerificationQuery>;

/** What following the whole audit chain showed. @public */
export type AuditVerification =
  | {
      readonly sound: true;
      /** Entries, and the hash of the last one: keep both elsewhere. */
      readonly count: number;
      readonly head: string;
      /** Hash of the first entry: no two chains have the same. */
      readonly chain?: string;
      /** Names and sentences that were erased, each with its own entry. */
      readonly erased: number;
    }
  | {
      readonly sound: false;
      /** Kind of break and number of the entry, e.g. `edit:7`. */
      readonly at: string;
      readonly because: string;
    };

const instantError = 'Give an instant like 2026-11-24T10:00:00.000Z';
const instantField = z
  .string({ error: instantError })
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/, {
    error: instantError,
  })
  .refine(text => !Number.isNaN(Date.parse(text)), { error: instantError });

const actorError =
  'Give a person as user:default/name, or as person: and her name in the log';

/**
 * `GET /v1/audit/entries`, newest first. `people=shown` asks for names and
 * words; otherwise people are told apart by names that say nothing.
 * @public
 */
export const auditEntriesQuery = strictFields({
  ...pageFields(200),
  appId: z
    .string({ error: 'Give the id of one app' })
    .regex(/^[a-z0-9-]{1,63}$/, { error: 'Give the id of one app' })
    .optional(),
  action: z
    .string({ error: 'Give one action' })
    .regex(/^[a-z.-]{1,60}$/, { error: 'Give one action, like app.changed' })
    .optional(),
  actor: z
    .string({ error: actorError })
    .max(140, { error: actorError })
    .regex(/^(person:[a-z0-9-]{1,64}|[uU][sS][eE][rR]:[!-~]+\/[!-~]+)$/, {
      error: actorError,
    })
    .optional(),
  /** Not before. */
  from: instantField.optional(),
  /** Before. */
  to: instantField.optional(),
  people: choiceField('how people appear', ['masked', 'shown']).default(
    'masked',
  ),
});
/** @public */
export type AuditEntriesQuery = z.input<typeof auditEntriesQuery>;

/** One entry as auditors read it. @public */
export interface AuditEntryView {
  readonly seq: number;
  readonly at: string;
  /** The same person, the same name; `system` is the suite. Absent on old entries. */
  readonly person?: string;
  /** Her reference, where people are shown. */
  readonly actor?: string;
  readonly onBehalf?: string;
  readonly action: string;
  readonly appId?: string;
  /** One sentence, where people are shown: sentences can name them. */
  readonly summary?: string;
  /** References to people and their words, where people are shown. */
  readonly personal?: Record<string, unknown>;
  readonly details: Record<string, unknown>;
  /** Name or words were erased. */
  readonly erased: boolean;
  readonly hash: string;
}

/** @public */
export interface AuditEntriesResponse {
  readonly items: readonly AuditEntryView[];
  readonly nextCursor?: string;
}

/** `GET /v1/audit/heads`: the head now, or as it was at an earlier entry. @public */
export const auditHeadsQuery = strictFields({
  seq: queryNumberField({
    what: 'the number of the entry',
    min: 1,
    max: MAX_SEQ,
  }).optional(),
});
/** @public */
export type AuditHeadsQuery = z.input<typeof auditHeadsQuery>;

/**
 * Where the chain ends. Keep it where the owner of the database cannot write:
 * one line of JSON for `microapp audit verify --head`.
 * @public
 */
export interface AuditHeadView {
  /** Hash of the first entry; absent while there is none. */
  readonly chain?: string;
  readonly seq: number;
  readonly hash: string;
  /** Of the entry; absent while there is none. */
  readonly at?: string;
}

/** `GET /v1/audit/export`. @public */
export const auditExportQuery = strictFields({
  people: choiceField('how people appear', ['withheld', 'shown']).default(
    'withheld',
  ),
});
/** @public */
export type AuditExportQuery = z.input<typeof auditExportQuery>;

/** `GET /v1/apps/:id/bundle`. @public */
export const bundleQuery = strictFields({
  people: choiceField('how people appear', ['withheld', 'shown']).default(
    'withheld',
  ),
  reports: choiceField('how reports of tools appear', [
    'digest',
    'included',
  ]).default('digest'),
  /** Number of a head that was kept: the bundle then leads to it, too. */
  known: queryNumberField({
    what: 'the number of the head that you kept',
    min: 1,
    max: MAX_SEQ,
  }).optional(),
});
/** @public */
export type BundleQuery = z.input<typeof bundleQuery>;
/** @public */
export type BundleResponse = EvidenceBundle;

/** `POST /v1/persons/erasures`. @public */
export const personErasureRequest = strictFields({
  ref: entityRefField('user', 'the person'),
  reason: textField({ what: 'the reason', min: 5, max: 500, multiline: true }),
  /** Numbers of other entries whose words name her, found by reading them. */
  entries: listField(
    'the entries',
    wholeNumberField({ what: 'the number of an entry', min: 1, max: MAX_SEQ }),
    200,
  ).default([]),
});
/** @public */
export type PersonErasureRequest = z.input<typeof personErasureRequest>;

/** What was erased, and what is left. @public */
export interface PersonErasureResponse {
  /** What stands for her in the log from now on. */
  readonly person: string;
  /** Names and sentences that were erased. */
  readonly parts: number;
  /** Records of other kinds that name her and stay, with how many. */
  readonly remaining: readonly {
    readonly record: string;
    readonly count: number;
  }[];
}
