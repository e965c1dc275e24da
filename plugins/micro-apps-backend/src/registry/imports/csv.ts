import {
  accept,
  AUDIENCES,
  DATA_CLASSES,
  HOSTINGS,
  refuse,
  REGISTRATION_FIELDS,
  type Registration,
  type Result,
} from '@micro-apps/governance-core';
import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { AppRow } from '../AppStore';

/** One row of a file, cell by cell, by the name of its column. */
export type Cells = Readonly<Record<string, string>>;

const LISTS = ['scopes', 'vendors', 'libraries', 'endpoints'] as const;
const NUMBERS = ['retentionDays', 'aiGeneratedShare'] as const;
const OPTIONAL = ['successor', 'aiGeneratedShare'] as const;
/** What an export or an earlier import adds, and an import reads over. */
const ADDED = [
  'row',
  'problem',
  'id',
  'standing',
  'band',
  'score',
  'effectiveClass',
  'createdAt',
  'updatedAt',
] as const;
/** What a spreadsheet would take for a formula. */
const FORMULA = /^'(?=[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20])/;

const EXAMPLE: Registration = {
  name: 'Example: lunch picker',
  purpose: 'Recommends places for lunch to the team',
  owner: 'user:default/maya',
  successor: 'user:default/rita',
  businessUnit: 'group:default/product',
  audience: AUDIENCES[1],
  classification: DATA_CLASSES[1],
  dataTypes: [
    { category: 'names', volume: 'under-100' },
    { category: 'preferences', volume: 'under-100' },
  ],
  aiGeneratedShare: 80,
  scopes: ['people:read'],
  vendors: [],
  libraries: ['express', 'zod'],
  endpoints: ['https://api.example.com'],
  hosting: HOSTINGS[1],
  retentionDays: 90,
  decommissionPlan: 'Switch it off, delete the data, tell the team.',
};

/** A file to fill in: the header, and one row as an example. */
export function templateCsv(): string {
  return csvLines([[...REGISTRATION_FIELDS], cellsInOrder(cellsOf(EXAMPLE))]);
}

/** The list as CSV; no cell is a formula to a spreadsheet. */
export function exportCsv(
  apps: readonly AppRow[],
  options: { header: boolean },
): string {
  const header = [
    'id',
    ...REGISTRATION_FIELDS,
    'standing',
    'band',
    'score',
    'effectiveClass',
    'createdAt',
    'updatedAt',
  ];
  return csvLines([
    ...(options.header ? [header] : []),
    ...apps.map(app => [
      app.id,
      ...cellsInOrder(cellsOf(app.registration)),
      app.standing,
      app.band,
      String(app.score),
      app.effectiveClass,
      app.createdAt,
      app.updatedAt,
    ]),
  ]);
}

/** Refused rows with the reason beside them, to mend and import again. */
export function refusedCsv(
  rows: readonly { row: number; cells: Cells; problem: string }[],
): { header: string; lines: string } {
  return {
    header: csvLines([['row', 'problem', ...REGISTRATION_FIELDS]]),
    lines: csvLines(
      rows.map(({ row, problem, cells }) => [
        String(row),
        problem,
        ...cellsInOrder(cells),
      ]),
    ),
  };
}

/** Reads a file; `invalid-input` names the line or the column. */
export function readCsv(text: string): Result<readonly Cells[]> {
  let table: string[][];
  try {
    table = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number(error.lines) || 1;
    return refuse(
      'invalid-input',
      `The file cannot be read near line ${line}. Look for a quote that is not closed there`,
      [{ path: 'csv', message: `Line ${line} cannot be read` }],
    );
  }
  const [first, ...rows] = table;
  if (!first) return refuse('invalid-input', 'The file is empty');
  const header = first.map(name => name.trim());
  const sound = checkHeader(header);
  if (!sound.ok) return sound;
  return accept(
    rows.map(row =>
      Object.fromEntries(
        header.map((name, column) => [
          name,
          (row[column] ?? '').trim().replace(FORMULA, ''),
        ]),
      ),
    ),
  );
}

/** Some spreadsheets write semicolons between cells. */
function delimiterOf(text: string): string {
  const header = text.slice(0, 2_000).split(/\r?\n/, 1)[0];
  const count = (sign: string) => header.split(sign).length;
  return [',', ';', '\t'].reduce((best, sign) =>
    count(sign) > count(best) ? sign : best,
  );
}

function checkHeader(header: readonly string[]): Result<true> {
  const known: readonly string[] = [...REGISTRATION_FIELDS, ...ADDED];
  const needed = REGISTRATION_FIELDS.filter(
    field => !OPTIONAL.some(each => each === field),
  );
  const problems = [
    ...needed
      .filter(field => !header.includes(field))
      .map(field => `Add the column ${field}`),
    ...header
      .filter(name => !known.includes(name))
      .map(name => `Remove the column "${name}", which nobody knows`),
    ...header
      .filter((name, index) => header.indexOf(name) !== index)
      .map(name => `The column "${name}" is there twice; remove one`),
  ].map(message => ({ path: 'csv', message: message.slice(0, 200) }));
  return problems.length > 0
    ? refuse('invalid-input', problems[0].message, problems.slice(0, 50))
    : accept(true);
}

/** What a row says, as it would be sent to the API; nothing is checked yet. */
export function valuesOf(cells: Cells): Record<string, unknown> {
  return Object.fromEntries(
    REGISTRATION_FIELDS.map(field => [field, valueOf(field, cells[field])]),
  );
}

function valueOf(field: keyof Registration, cell: string = ''): unknown {
  if (LISTS.some(each => each === field)) return listOf(cell);
  if (field === 'dataTypes') {
    return listOf(cell)
      .filter(entry => entry !== 'none')
      .map(entry => {
        const [category, volume] = entry.split(':').map(word => word.trim());
        return { category, volume };
      });
  }
  if (cell === '') return undefined;
  if (NUMBERS.some(each => each === field)) {
    return /^\d{1,9}$/.test(cell) ? Number(cell) : cell;
  }
  return cell;
}

function listOf(cell: string): readonly string[] {
  return cell
    .split(/[;\n]/)
    .map(entry => entry.trim())
    .filter(entry => entry !== '');
}

/** A registration as cells; anything else gives what can be read of it. */
export function cellsOf(registration: unknown): Cells {
  const given: Record<string, unknown> =
    typeof registration === 'object' && registration !== null
      ? { ...registration }
      : {};
  return Object.fromEntries(
    REGISTRATION_FIELDS.map(field => [field, cellOf(given[field])]),
  );
}

function cellOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(entryOf).join('; ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function entryOf(entry: unknown): string {
  if (typeof entry !== 'object' || entry === null) return String(entry);
  const { category, volume }: { category?: unknown; volume?: unknown } = entry;
  return `${String(category)}:${String(volume)}`;
}

function cellsInOrder(cells: Cells): readonly string[] {
  return REGISTRATION_FIELDS.map(field => cells[field] ?? '');
}

/** Rows as CSV; no cell is a formula to a spreadsheet. */
export function csvLines(rows: readonly (readonly string[])[]): string {
  return stringify(
    rows.map(row => [...row]),
    { escape_formulas: true, record_delimiter: '\r\n' },
  );
}
