/** One line of the printed table. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  readonly goal?: string;
  /** How many times better than the goal; below 1 it is missed. */
  readonly ratio?: number;
}

/** The table as text, columns aligned. */
export function tableOf(rows: readonly Row[]): string {
  const cells = [
    ['what', 'measured', 'goal', 'times the goal'],
    ...rows.map(({ what, measured, goal = '', ratio }) => [
      what,
      measured,
      goal,
      ratio === undefined ? '' : ratio.toFixed(1),
    ]),
  ];
  const widths = cells[0].map((_, column) =>
    Math.max(...cells.map(row => row[column].length)),
  );
  return cells
    .map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The value below which a share of all values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** Milliseconds as text in the unit that suits. */
export function duration(ms: number): string {
  if (ms < 1) return `${Math.round(ms * 1000)} µs`;
  return ms < 1000 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
