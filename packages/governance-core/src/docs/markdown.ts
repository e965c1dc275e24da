/** Said at the top of every generated page. */
export const GENERATED =
  '<!-- Generated from packages/governance-core by "yarn docs"; edit the table there, not this page. -->';

/** A Markdown table with aligned columns, as the project formats its pages. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) =>
    Math.max(3, ...all.map(row => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths
      .map((width, column) => (cells[column] ?? '').padEnd(width))
      .join(' | ')} |`;
  const rule = `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** Paragraphs and tables, one blank line between them. */
export function page(parts: readonly string[]): string {
  return `${parts.filter(part => part !== '').join('\n\n')}\n`;
}
