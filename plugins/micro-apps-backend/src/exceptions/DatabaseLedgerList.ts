import { normaliseRef } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import {
  EXCEPTIONS,
  toExceptionRow,
  type ExceptionRecord,
  type ExceptionRow,
} from '../gates/exceptionRecords';
import { pageByInstant } from '../kernel/DatabasePage';
import type { Settings } from '../kernel/settings';
import {
  whereVisible,
  type AppCriteria,
} from '../permissions/DatabaseAppCriteria';
import type { Connection } from '../registry/AppStore';
import { APPS } from '../registry/DatabaseAppStore';

/** What a page of the ledger is narrowed to. */
export interface LedgerQuery {
  readonly show: 'active' | 'ending' | 'all';
  /** Only of apps that this person owns or looks after; of all, where left out. */
  readonly ownedBy?: string;
  /** By the organisation's permission policy; left out: of every app. */
  readonly visible?: AppCriteria;
  readonly settings: Settings;
  /** ISO instant of now, and of the end of what counts as "soon". */
  readonly now: string;
  readonly soon: string;
  readonly limit: number;
  readonly cursor?: string;
}

/**
 * One page of the ledger: what is in force by its end, the soonest first;
 * everything, the newest first. Instants are compared as text, which is why
 * every one of them is written as `toISOString` does.
 *
 * @returns `undefined` when the place in the list is not one of this list's
 */
export async function listLedger(
  connection: Connection,
  query: LedgerQuery,
): Promise<
  | {
      readonly rows: readonly ExceptionRow[];
      readonly nextCursor?: string;
      readonly total: number;
    }
  | undefined
> {
  const { show, limit, cursor } = query;
  const all = show === 'all';
  const page = await pageByInstant<'requested_at' | 'ends_at', ExceptionRecord>(
    narrowed(connection, query),
    {
      column: all ? 'requested_at' : 'ends_at',
      direction: all ? 'desc' : 'asc',
      limit,
      cursor,
    },
  );
  if (!page) return undefined;
  const counted = await narrowed(connection, query).count<
    { n: number | string }[]
  >({ n: '*' });
  return {
    rows: page.rows.map(toExceptionRow),
    total: Number(counted[0]?.n ?? 0),
    nextCursor: page.nextCursor,
  };
}

function narrowed(
  connection: Connection,
  { show, ownedBy, visible, settings, now, soon }: LedgerQuery,
): Knex.QueryBuilder {
  const query: Knex.QueryBuilder = connection(EXCEPTIONS);
  if (show !== 'all') {
    query
      .where({ state: 'granted' })
      .whereNull('revoked_at')
      .andWhere('starts_at', '<=', now)
      .andWhere('ends_at', '>', now);
  }
  if (show === 'ending') query.andWhere('ends_at', '<=', soon);
  if (ownedBy !== undefined) {
    const me = normaliseRef(ownedBy);
    query.whereIn(
      'app_id',
      connection(APPS)
        .select('id')
        .where({ owner: me })
        .orWhere({ successor: me }),
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
