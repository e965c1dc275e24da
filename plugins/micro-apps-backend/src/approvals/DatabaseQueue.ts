import { normaliseRef, type ApproverRole } from '@micro-apps/governance-core';
import {
  REQUESTS,
  toRequestRow,
  type RequestRecord,
  type RequestRow,
} from '../gates/requestRecords';
import type { Settings } from '../kernel/settings';
import {
  whereVisible,
  type AppCriteria,
} from '../permissions/DatabaseAppCriteria';
import type { Connection } from '../registry/AppStore';
import { APPS } from '../registry/DatabaseAppStore';

/** How many open requests ask a role. */
export async function countWaitingFor(
  connection: Connection,
  role: ApproverRole,
): Promise<number> {
  const counted = await connection<RequestRecord>(REQUESTS)
    .where({ state: 'open' })
    .whereNotNull('open_key')
    .andWhere('requirements', 'like', `%"role":"${role}"%`)
    .count<{ n: number | string }[]>({ n: '*' });
  return Number(counted[0]?.n ?? 0);
}

/** One page of the review queue. */
export async function listRequestRows(
  connection: Connection,
  options: {
    undecidedOnly: boolean;
    /** Asked for by this person, or of an app that she owns. */
    concerning?: string;
    /** Left out: of every app. */
    visible?: AppCriteria;
    settings: Settings;
    limit: number;
    after?: readonly [order: string, seq: string];
  },
): Promise<{ rows: readonly RequestRow[]; total: number }> {
  const { undecidedOnly, concerning, limit, after } = options;
  const { visible, settings } = options;
  const narrowed = () => {
    const query = connection(REQUESTS);
    // Undecided ones and those whose second look is due begin with 0.
    if (undecidedOnly) query.where('queue_order', '<', '1');
    if (concerning) {
      query.andWhere(mine =>
        mine.where({ requested_by: concerning }).orWhereIn(
          'app_id',
          connection(APPS)
            .select('id')
            .where({ owner: normaliseRef(concerning) }),
        ),
      );
    }
    if (visible) {
      // What is about no app, a vendor, has a permission of its own.
      query.andWhere(seen =>
        seen.where({ app_id: '' }).orWhere(ofApp =>
          whereVisible(ofApp, {
            connection,
            settings,
            criteria: visible,
            column: 'app_id',
          }),
        ),
      );
    }
    return query;
  };
  const page = narrowed().orderBy(['queue_order', 'seq']).limit(limit);
  if (after) {
    const [order, seq] = after;
    page.andWhere(query =>
      query
        .where('queue_order', '>', order)
        .orWhere(same =>
          same.where({ queue_order: order }).where('seq', '>', Number(seq)),
        ),
    );
  }
  const records: RequestRecord[] = await page;
  const counted = await narrowed().count<{ n: number | string }[]>({ n: '*' });
  return {
    rows: records.map(toRequestRow),
    total: Number(counted[0]?.n ?? 0),
  };
}

/** When people last decided anything, for an empty queue. */
export async function lastDecidedAt(
  connection: Connection,
): Promise<string | undefined> {
  const record: { decided_at: string } | undefined = await connection(REQUESTS)
    .where({ automatic: false })
    .whereNotNull('decided_at')
    .orderBy('decided_at', 'desc')
    .first();
  return record?.decided_at;
}
