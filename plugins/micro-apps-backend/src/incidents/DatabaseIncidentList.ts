import { normaliseRef } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { INCIDENTS, type IncidentRecord } from '../gates/incidentRecords';
import { decodeCursor, encodeCursor } from '../kernel/cursor';
import type { Settings } from '../kernel/settings';
import {
  whereVisible,
  type AppCriteria,
} from '../permissions/DatabaseAppCriteria';
import type { Connection } from '../registry/AppStore';
import { APPS } from '../registry/DatabaseAppStore';
import { withParts } from './DatabaseIncidents';
import type { IncidentRow } from './incidentRow';

/** What a page of incidents is narrowed to. */
export interface IncidentListQuery {
  readonly show: 'open' | 'overdue' | 'all';
  /** Only of her apps, and what she reported; of all, where left out. */
  readonly concerning?: string;
  /** By the organisation's permission policy; left out: of every app. */
  readonly visible?: AppCriteria;
  readonly settings: Settings;
  /** ISO instant. */
  readonly now: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** Of an open incident with a deadline that is not met, for sorting. */
export function queueOrder(options: {
  dueAt: string | undefined;
  reportedAt: string;
}): string {
  const { dueAt, reportedAt } = options;
  return dueAt === undefined ? `1 ${reportedAt}` : `0 ${dueAt}`;
}

/**
 * One page of incidents: open ones by their next deadline, the earliest first;
 * all of them, the newest first.
 *
 * @returns `undefined` when the place in the list is not one of this list's
 */
export async function listIncidentRows(
  connection: Connection,
  query: IncidentListQuery,
): Promise<
  | {
      readonly rows: readonly IncidentRow[];
      readonly nextCursor?: string;
      readonly total: number;
    }
  | undefined
> {
  const { show, limit, cursor } = query;
  const column = show === 'all' ? 'reported_at' : 'queue_order';
  const [direction, sign] =
    show === 'all' ? (['desc', '<'] as const) : (['asc', '>'] as const);
  const [at, id] = decodeCursor(cursor, 2) ?? [];
  if (cursor !== undefined && (at === undefined || id === undefined)) {
    return undefined;
  }
  const page = narrowed(connection, query)
    .orderBy([
      { column, order: direction },
      { column: 'id', order: direction },
    ])
    .limit(limit + 1);
  if (at !== undefined && id !== undefined) {
    page.andWhere(builder =>
      builder
        .where(column, sign, at)
        .orWhere(same => same.where(column, at).where('id', sign, id)),
    );
  }
  const records: IncidentRecord[] = await page;
  const counted = await narrowed(connection, query).count<
    { n: number | string }[]
  >({ n: '*' });
  const shown = records.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: await withParts(connection, shown),
    total: Number(counted[0]?.n ?? 0),
    nextCursor:
      records.length > limit && last
        ? encodeCursor([last[column] ?? '', last.id])
        : undefined,
  };
}

function narrowed(
  connection: Connection,
  { show, concerning, visible, settings, now }: IncidentListQuery,
): Knex.QueryBuilder {
  const query: Knex.QueryBuilder = connection(INCIDENTS);
  if (show === 'open') query.whereNotNull('queue_order');
  if (show === 'overdue') query.andWhere('queue_order', '<', `0 ${now}`);
  if (concerning !== undefined) {
    const me = normaliseRef(concerning);
    query.andWhere(mine =>
      mine
        .where({ reported_by: me })
        .orWhereIn(
          'app_id',
          connection(APPS)
            .select('id')
            .where({ owner: me })
            .orWhere({ successor: me }),
        ),
    );
  }
  whereVisible(query, {
    connection,
    settings,
    criteria: visible,
    column: 'app_id',
  });
  return query;
}
