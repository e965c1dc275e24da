import {
  accept,
  canonicalJson,
  refuse,
  type Registration,
  type Result,
} from '@micro-apps/governance-core';
import {
  MAX_IMPORT_ROWS,
  registrationSchema,
} from '@micro-apps/plugin-micro-apps-common';
import { sha256 } from '../../audit/appendAuditEntry';
import { parseInput } from '../../kernel/http';
import { cellsOf, readCsv, valuesOf, type Cells } from './csv';

/** One row as it was given. */
export interface GivenRow {
  /** Counted from 1, without the header. */
  readonly row: number;
  /** For people, however broken the row is. */
  readonly name: string;
  readonly cells: Cells;
  readonly registration: Result<Registration>;
  /** Of a sound registration; tells apart what two rows say. */
  readonly digest?: string;
}

/** Reads every row of an import; a broken row does not break the others. */
export function readRows(given: {
  csv?: string;
  rows?: readonly unknown[];
}): Result<readonly GivenRow[]> {
  const read: Result<readonly { cells: Cells; values: unknown }[]> =
    given.csv === undefined
      ? accept(
          (given.rows ?? []).map(values => ({
            values,
            cells: cellsOf(values),
          })),
        )
      : rowsOfFile(given.csv);
  if (!read.ok) return read;
  if (read.value.length === 0) {
    return refuse(
      'invalid-input',
      'There is no row. Fill in a row below the header',
    );
  }
  if (read.value.length > MAX_IMPORT_ROWS) {
    return refuse(
      'invalid-input',
      `The file has ${read.value.length} rows. Import at most ${MAX_IMPORT_ROWS} at once`,
    );
  }
  return accept(
    read.value.map(({ cells, values }, index): GivenRow => {
      const registration = parseInput(registrationSchema, values);
      return {
        row: index + 1,
        name: (cells.name ?? '').slice(0, 80),
        cells,
        registration,
        digest: registration.ok
          ? sha256(canonicalJson(registration.value))
          : undefined,
      };
    }),
  );
}

function rowsOfFile(csv: string) {
  const table = readCsv(csv);
  return table.ok
    ? accept(table.value.map(cells => ({ cells, values: valuesOf(cells) })))
    : table;
}
