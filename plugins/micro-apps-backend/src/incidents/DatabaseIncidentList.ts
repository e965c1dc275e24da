import { normaliseRef } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { INCIDENTS, type IncidentRecord } from '../gates/incidentRecords';
import { pageByInstant } from '../kernel/DatabasePage';
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
  const all = show === 'all';
  const page = await pageByInstant<
    'reported_at' | 'queue_order',
    IncidentRecord
  >(narrowed(connection, query), {
    column: all ? 'reported_at' : 'queue_order',
    direction: all ? 'desc' : 'asc',
    limit,
    cursor,
  });
  if (!page) return undefined;
  const counted = await narrowed(connection, query).count<
    { n: number | string }[]
  >({ n: '*' });
  return {
    rows: await withParts(connection, page.rows),
    total: Number(counted[0]?.n ?? 0),
    nextCursor: page.nextCursor,
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
