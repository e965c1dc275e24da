import type { Knex } from 'knex';
import { decodeCursor, encodeCursor } from './cursor';

/**
 * One page of rows by an instant and their id, and where the next one begins.
 *
 * @param options.column - what the list is sorted by; it holds text
 * @returns `undefined` when the place in the list is not one of this list's
 */
export async function pageByInstant<
  Column extends string,
  Row extends { id: string } & Record<Column, string | null>,
>(
  query: Knex.QueryBuilder,
  options: {
    column: Column;
    direction: 'asc' | 'desc';
    limit: number;
    cursor: string | undefined;
  },
): Promise<
  { readonly rows: readonly Row[]; readonly nextCursor?: string } | undefined
> {
  const { column, direction, limit, cursor } = options;
  const sign = direction === 'asc' ? '>' : '<';
  const [at, id] = decodeCursor(cursor, 2) ?? [];
  if (cursor !== undefined && (at === undefined || id === undefined)) {
    return undefined;
  }
  query
    .orderBy([
      { column, order: direction },
      { column: 'id', order: direction },
    ])
    .limit(limit + 1);
  if (at !== undefined && id !== undefined) {
    query.whereRaw(`(??, id) ${sign} (?, ?)`, [column, at, id]);
  }
  const found: Row[] = await query;
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return {
    rows,
    nextCursor:
      found.length > limit && last
        ? encodeCursor([last[column] ?? '', last.id])
        : undefined,
  };
}
