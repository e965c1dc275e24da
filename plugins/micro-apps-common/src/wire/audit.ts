import { z } from 'zod';
import { queryNumberField, strictFields } from './fields';

const headError = 'Give the head of the earlier check';

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
    max: 999_999_999,
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
    }
  | {
      readonly sound: false;
      /** Kind of break and number of the entry, e.g. `edit:7`. */
      readonly at: string;
      readonly because: string;
    };
