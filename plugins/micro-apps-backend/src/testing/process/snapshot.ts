import type { Knex } from 'knex';
import { tablesOf } from '../../__testUtils__/databases';

/** Counted or timed by each run anew, and no part of what was decided. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  micro_apps_outbox: ['id', 'attempts', 'failures', 'reason', 'finished_at'],
  // PostgreSQL counts on after a transaction that came to nothing.
  micro_apps_requests: ['seq'],
  micro_apps_incident_severities: ['seq'],
  micro_apps_incident_causes: ['seq'],
};
const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** As programs write them, and as people are told. */
const INSTANT = /\d{4}-\d\d-\d\d(T[\d:.]+Z| [\d:]+ UTC)/g;
const SEALED = /v1(\.[A-Za-z0-9+/=_-]+){3}/g;
/** Decided requests are in the order of time. */
const PLACE = /"queue_order":"(\d) \d+"/g;
/** Hashes, tokens. */
const OPAQUE = /[A-Za-z0-9+/_=-]{40,}|\b[0-9a-f]{32}\b/g;

/**
 * Everything that every table holds, as lines that are the same for two runs
 * that did the same: without ids, instants and what is made of them.
 */
export async function snapshot(knex: Knex): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const table of await tablesOf(knex)) {
    const rows: Record<string, unknown>[] = await knex(table);
    for (const row of rows) {
      for (const column of LEFT_OUT[table] ?? []) delete row[column];
      const text = JSON.stringify(row)
        .replace(ID, '<id>')
        .replace(INSTANT, '<at>')
        .replace(SEALED, '<sealed>')
        .replace(PLACE, '"queue_order":"$1"')
        .replace(OPAQUE, '<opaque>');
      lines.push(`${table} ${text}`);
    }
  }
  return lines.sort();
}

/** What one snapshot has and the other has not, and the reverse. */
export function difference(
  found: readonly string[],
  expected: readonly string[],
): { readonly more: readonly string[]; readonly missing: readonly string[] } {
  const without = (lines: readonly string[], others: readonly string[]) => {
    const left = [...others];
    return lines.filter(line => {
      const at = left.indexOf(line);
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
  };
  return {
    more: without(found, expected),
    missing: without(expected, found),
  };
}

/** Nothing differs. */
export const SAME = { more: [], missing: [] };
