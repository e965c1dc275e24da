import { decodeCursor, encodeCursor } from '../kernel/cursor';
import type { Settings } from '../kernel/settings';
import {
  whereVisible,
  type AppCriteria,
} from '../permissions/DatabaseAppCriteria';
import type { AppRow, Connection } from '../registry/AppStore';
import { APPS, toAppRow, type AppRecord } from '../registry/DatabaseAppStore';

/** What a list of apps can be narrowed to. */
export interface AppFilter {
  /** Normalised User reference. */
  readonly owner?: string;
  readonly text?: string;
  readonly band?: string;
  readonly standing?: string;
}

/** One page of apps, last changed first. */
export async function listAppRows(
  connection: Connection,
  options: {
    filter: AppFilter;
    limit: number;
    cursor?: string;
    /** Left out: every app. */
    visible?: AppCriteria;
    settings: Settings;
  },
): Promise<{ rows: readonly AppRow[]; nextCursor?: string; total: number }> {
  const { filter, limit, cursor, visible, settings } = options;
  const [updatedAt, id] = decodeCursor(cursor, 2) ?? [];
  const query = () => {
    const rows = narrowed(connection, filter);
    whereVisible(rows, { connection, settings, criteria: visible });
    return rows;
  };
  const page = query()
    .orderBy([
      { column: 'updated_at', order: 'desc' },
      { column: 'id', order: 'asc' },
    ])
    .limit(limit + 1);
  if (updatedAt !== undefined && id !== undefined) {
    page.andWhere(builder =>
      builder
        .where('updated_at', '<', updatedAt)
        .orWhere(same =>
          same.where({ updated_at: updatedAt }).where('id', '>', id),
        ),
    );
  }
  const [records, counted] = await Promise.all([
    page,
    query().count<{ n: number | string }[]>({ n: '*' }),
  ]);
  const rows = records.slice(0, limit).map(toAppRow);
  const last = rows.at(-1);
  return {
    rows,
    total: Number(counted[0]?.n ?? 0),
    nextCursor:
      records.length > limit && last
        ? encodeCursor([last.updatedAt, last.id])
        : undefined,
  };
}

function narrowed(connection: Connection, filter: AppFilter) {
  const { owner, text, band, standing } = filter;
  const query = connection(APPS);
  if (owner) query.where({ owner });
  if (band) query.where({ band });
  if (standing) query.where({ standing });
  if (text) {
    // `\` first, then the two signs that mean something to LIKE.
    const pattern = text.toLowerCase().replace(/[\\%_]/g, '\\$&');
    query.whereRaw(`search_text LIKE ? ESCAPE '\\'`, [`%${pattern}%`]);
  }
  return query;
}

/** Apps by id, for the catalog: a page in the order of ids, or one app. */
export async function listAppsById(
  connection: Connection,
  options: { id?: string; after?: string; limit: number },
): Promise<readonly AppRow[]> {
  const { id, after, limit } = options;
  const query = connection<AppRecord>(APPS).orderBy('id').limit(limit);
  if (id !== undefined) query.where({ id });
  if (after !== undefined) query.where('id', '>', after);
  return (await query).map(toAppRow);
}
