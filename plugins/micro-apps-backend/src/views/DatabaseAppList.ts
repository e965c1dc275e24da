import type { AppFlag, AppSort } from '@micro-apps/plugin-micro-apps-common';
import { decodeCursor, encodeCursor } from '../kernel/cursor';
import type { Settings } from '../kernel/settings';
import {
  whereVisible,
  type AppCriteria,
} from '../permissions/DatabaseAppCriteria';
import type { AppRow, Connection } from '../registry/AppStore';
import { APP_USES, useName } from '../registry/DatabaseAppUses';
import {
  APPS,
  SEARCH,
  toAppRow,
  type AppRecord,
} from '../registry/DatabaseAppStore';

/** What a list of apps can be narrowed to. */
export interface AppFilter {
  /** Normalised User reference. */
  readonly owner?: string;
  /** Hers only, not those of an earlier bearer of the name (E4). */
  readonly ownerSubject?: string;
  readonly text?: string;
  readonly band?: string;
  readonly effectiveClass?: string;
  readonly standing?: string;
  /** Normalised Group references. */
  readonly businessUnits?: readonly string[];
  readonly flag?: AppFlag;
  /** A vendor that the registration names. */
  readonly vendor?: string;
}

/** In which order; every one of them has an index, alone and below filters. */
export interface AppOrder {
  readonly sort: AppSort;
  readonly order?: 'asc' | 'desc';
}

const COLUMNS = {
  updated: 'updated_at',
  name: 'sort_name',
  score: 'score',
  created: 'created_at',
} as const satisfies Record<AppSort, keyof AppRecord>;

/** More than this nobody counts while people wait. */
const COUNT_TO = 1_000;

/** One page of apps. */
export async function listAppRows(
  connection: Connection,
  options: {
    filter: AppFilter;
    order: AppOrder;
    limit: number;
    cursor?: string;
    /** Left out: every app. */
    visible?: AppCriteria;
    settings: Settings;
  },
): Promise<{
  rows: readonly AppRow[];
  nextCursor?: string;
  total: number;
  totalIsMore: boolean;
}> {
  const { filter, limit, cursor, visible, settings } = options;
  const { sort } = options.order;
  const order = options.order.order ?? (sort === 'name' ? 'asc' : 'desc');
  const column = COLUMNS[sort];
  const query = () => {
    const rows = narrowed(connection, filter);
    whereVisible(rows, { connection, settings, criteria: visible });
    return rows;
  };
  const page = query()
    // The id in the same direction: one index serves both.
    .orderBy([
      { column, order },
      { column: 'id', order },
    ])
    .limit(limit + 1);
  const [tag, value, id] = decodeCursor(cursor, 3) ?? [];
  if (tag === `${sort} ${order}` && value !== undefined && id !== undefined) {
    page.whereRaw(`(??, ??) ${order === 'asc' ? '>' : '<'} (?, ?)`, [
      column,
      'id',
      sort === 'score' ? Number(value) : value,
      id,
    ]);
  }
  const [records, counted] = await Promise.all([
    page,
    connection
      .from(
        query()
          .select('id')
          .limit(COUNT_TO + 1)
          .as('some'),
      )
      .count<{ n: number | string }[]>({ n: '*' }),
  ]);
  const shown: readonly AppRecord[] = records.slice(0, limit);
  const last = shown.at(-1);
  const count = Number(counted[0]?.n ?? 0);
  return {
    rows: shown.map(toAppRow),
    total: Math.min(count, COUNT_TO),
    totalIsMore: count > COUNT_TO,
    nextCursor:
      records.length > limit && last
        ? encodeCursor([`${sort} ${order}`, String(last[column]), last.id])
        : undefined,
  };
}

function narrowed(connection: Connection, filter: AppFilter) {
  const { owner, text, band, effectiveClass, standing } = filter;
  const { businessUnits, flag, ownerSubject, vendor } = filter;
  const query = connection(APPS);
  if (owner) query.where({ owner });
  if (ownerSubject !== undefined) {
    query.where(hers =>
      hers.whereNull('owner_subject').orWhere('owner_subject', ownerSubject),
    );
  }
  if (band) query.where({ band });
  if (effectiveClass) query.where({ effective_class: effectiveClass });
  if (standing) query.where({ standing });
  if (businessUnits?.length === 1) {
    query.where({ business_unit: businessUnits[0] });
  } else if (businessUnits) {
    query.whereIn('business_unit', [...businessUnits]);
  }
  if (flag === 'pending-policy') query.whereNotNull('pending_policy');
  if (flag === 'reapproval-due') query.whereNotNull('reapproval_due_at');
  if (flag === 'incomplete') query.whereNotNull('missing');
  // In the words of the index, so that it is seen to fit.
  if (flag === 'looks-alike') query.whereRaw(`look_alikes <> '[]'`);
  if (vendor) {
    query.whereIn(
      'id',
      connection(APP_USES)
        .select('app_id')
        .where({ kind: 'vendor', name: useName('vendor', vendor) }),
    );
  }
  if (text) {
    // `\` first, then the two signs that mean something to LIKE.
    const pattern = text.toLowerCase().replace(/[\\%_]/g, '\\$&');
    query.whereIn(
      'id',
      connection(SEARCH)
        .select('app_id')
        .whereRaw(`text LIKE ? ESCAPE '\\'`, [`%${pattern}%`]),
    );
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
