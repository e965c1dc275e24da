import { createHash } from 'node:crypto';
import type { Report } from '../reports/readReport';
import { isRecord, listOf } from '../reports/untrusted';

/** SHA-256 of parts that together name one thing. */
export function keyOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/**
 * SHA-256 of the results alone, whatever the tool calls itself; two checks
 * with the same results are one check under two names (reliability C10).
 * `undefined` without results: clean logs are all alike.
 */
export function resultsDigestOf({ sarif, cyclonedx }: Report) {
  const lists = sarif
    ? listOf(sarif.runs)
        .filter(isRecord)
        .map(run => listOf(run.results))
    : [listOf(cyclonedx?.vulnerabilities)];
  if (lists.every(list => list.length === 0)) return undefined;
  // One after the other: the text of all of them would be a copy of the report.
  const hash = createHash('sha256');
  for (const result of lists.flat()) {
    hash.update(JSON.stringify(result)).update('\n');
  }
  return hash.digest('hex');
}
