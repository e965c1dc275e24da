import type { Band, DataClass } from '@micro-apps/governance-core';
import { z } from 'zod';
import { idempotencyKeyField, strictFields, wholeNumberField } from './fields';

/** Rows that one import can have. @public */
export const MAX_IMPORT_ROWS = 1_000;
const MAX_CSV = 6_000_000;

const rowNumber = (what: string) =>
  wholeNumberField({ what, min: 1, max: MAX_IMPORT_ROWS });

/**
 * `POST /v1/imports`. Give the content of a CSV file, or rows as they are sent
 * to `POST /v1/apps`. Repeating an import registers nothing twice.
 * @public
 */
export const importRequest = strictFields({
  /** Left out: a digest of the content, so that the same file is the same import. */
  importId: idempotencyKeyField.optional(),
  /** Judge every row and write nothing. */
  dryRun: z.boolean({ error: 'Say whether this is a dry run: true or false' }),
  csv: z
    .string({ error: 'Give the content of the file as text' })
    .max(MAX_CSV, { error: 'The file is too large. Divide it' })
    .optional(),
  rows: z
    .array(z.unknown(), { error: 'Give the rows as a list' })
    .max(MAX_IMPORT_ROWS, {
      error: `Import at most ${MAX_IMPORT_ROWS} rows at once. Divide the file`,
    })
    .optional(),
  /** The part to work on now; all rows unless told. Rows count from 1. */
  from: rowNumber('the first row').default(1),
  count: rowNumber('how many rows').default(MAX_IMPORT_ROWS),
}).refine(({ csv, rows }) => (csv === undefined) !== (rows === undefined), {
  error: 'Give either csv or rows',
});
/** @public */
export type ImportRequest = z.input<typeof importRequest>;

/** What became of a row, or would. @public */
export type ImportOutcome = 'would-register' | 'registered' | 'refused';

/** One row of an import. @public */
export interface ImportRow {
  /** Counted from 1, without the header. */
  readonly row: number;
  readonly name: string;
  readonly outcome: ImportOutcome;
  /** The app that the row made, or would make. */
  readonly appId?: string;
  readonly score?: number;
  readonly band?: Band;
  readonly effectiveClass?: DataClass;
  /** Ids of apps whose names look alike. */
  readonly lookAlikes: readonly string[];
  /** Registered by an earlier run of this import. */
  readonly before?: boolean;
  /** Why it is refused; `path` is the field. */
  readonly problems: readonly {
    readonly path?: string;
    readonly message: string;
  }[];
}

/** @public */
export interface ImportResponse {
  readonly importId: string;
  readonly dryRun: boolean;
  /** Rows of the whole file. */
  readonly total: number;
  /** The part that was asked for, refused rows first. */
  readonly rows: readonly ImportRow[];
  /** What was refused of it, as CSV to mend and import again. */
  readonly refused: { readonly header: string; readonly lines: string };
}
