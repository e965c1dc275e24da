/** One cell of a CSV file. */
export type Cell = string | number;

// A spreadsheet runs a cell that begins like this as a formula.
const FORMULA = /^[=+\-@\t\r\n]/;

function cellText(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** Rows as CSV (RFC 4180) in which no text can act as a formula. */
export function csvText(rows: readonly (readonly Cell[])[]): string {
  return rows.map(row => `${row.map(cellText).join(',')}\r\n`).join('');
}
