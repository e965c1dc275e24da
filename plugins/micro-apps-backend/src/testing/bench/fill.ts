import type { Knex } from 'knex';

/** More than there are rows before; the numbers of the new ones follow. */
const BEFORE = 10_000;

/** How much there is. */
export interface Amount {
  readonly apps: number;
  readonly auditEntries: number;
  /** Of them open. */
  readonly requests: number;
  readonly openRequests: number;
}

/** Columns that differ from row to row, as SQL on `n.i`; the rest is copied. */
type Varied = Readonly<Record<string, string>>;

/** As many statements, so that no transaction grows without end. */
const PORTIONS = 10;
/** The last characters of a text, as both databases understand it. */
const last = (count: number, text: string) =>
  `substr(${text}, length(${text}) - ${count - 1})`;
const MONTH = last(2, `'0' || (1 + n.i % 12)`);
const DAY_OF_MONTH = last(2, `'0' || (1 + n.i % 28)`);
const DAY = `('2026-' || ${MONTH} || '-' || ${DAY_OF_MONTH} || 'T10:00:00.000Z')`;
const HEX = last(64, `'${'0'.repeat(64)}' || n.i`);

/**
 * Fills the tables that lists read from, by copying rows that real commands
 * wrote. The audit chain is no chain afterwards; what it costs to verify one is
 * measured elsewhere.
 */
export async function fill(knex: Knex, amount: Amount): Promise<void> {
  const { apps, auditEntries, requests, openRequests } = amount;
  const id = `'bench-' || n.i`;
  await copy(knex, 'micro_apps_apps', apps, {
    id,
    name: `'Bench app ' || n.i`,
    skeleton: `'benchapp' || n.i`,
    sort_name: id,
    owner: `'user:default/owner-' || (n.i % 5000)`,
    business_unit: `'group:default/unit-' || (n.i % 200)`,
    score: 'n.i % 11',
    band: `CASE WHEN n.i % 11 < 4 THEN 'low' WHEN n.i % 11 < 8 THEN 'medium' ELSE 'high' END`,
    effective_class: `CASE n.i % 4 WHEN 0 THEN 'public' WHEN 1 THEN 'internal' WHEN 2 THEN 'confidential' ELSE 'regulated' END`,
    retention_days: '1 + n.i % 365',
    data_categories: `CASE n.i % 3 WHEN 0 THEN '' WHEN 1 THEN 'names' ELSE 'health,names' END`,
    created_at: DAY,
    updated_at: DAY,
  });
  await copy(knex, 'micro_apps_search', apps, {
    app_id: id,
    text: `'bench app ' || n.i || ' finds places of kind ' || (n.i % 977) || ' user:default/owner-' || (n.i % 5000)`,
  });
  await copy(knex, 'micro_apps_requests', requests, {
    seq: `n.i + ${BEFORE}`,
    id: HEX,
    app_id: id,
    subject_id: id,
    open_key: `CASE WHEN n.i <= ${openRequests} THEN 'bench-' || n.i END`,
    state: `CASE WHEN n.i <= ${openRequests} THEN 'open' ELSE 'approved' END`,
    queue_order: `CASE WHEN n.i <= ${openRequests} THEN '0 ' ELSE '1 ' END || ${DAY}`,
  });
  await copy(knex, 'micro_apps_audit', auditEntries, {
    seq: `n.i + ${BEFORE}`,
    at: DAY,
    app_id: `'bench-' || (1 + n.i % ${apps})`,
    prev_hash: HEX,
    hash: HEX,
  });
  await knex.raw('ANALYZE');
}

/** Copies the first row of a table that often, with some columns varied. */
async function copy(
  knex: Knex,
  table: string,
  count: number,
  varied: Varied,
): Promise<void> {
  const columns = Object.keys(await knex(table).columnInfo());
  const values = columns.map(name => varied[name] ?? `t."${name}"`);
  const names = columns.map(name => `"${name}"`).join(', ');
  const portion = Math.ceil(count / PORTIONS);
  for (let from = 0; from < count; from += portion) {
    const to = Math.min(from + portion, count);
    await knex.raw(
      `INSERT INTO ${table} (${names})
       WITH RECURSIVE n(i) AS (
         SELECT ${from} + 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${to}
       )
       SELECT ${values.join(', ')}
       FROM n CROSS JOIN (SELECT * FROM ${table} LIMIT 1) AS t`,
    );
  }
}
