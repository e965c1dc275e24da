import type {
  OutboxItem,
  WebhookStatus,
} from '@micro-apps/plugin-micro-apps-common';
import { decodeCursor, encodeCursor } from '../kernel/cursor';
import type { OutboxRow } from '../kernel/DatabaseOutbox';
import type { Connection } from '../registry/AppStore';

const TABLE = 'micro_apps_outbox';

/** A page of what waits or was set aside, the newest first. */
export async function listMessages(
  connection: Connection,
  options: { state: OutboxItem['state']; limit: number; cursor?: string },
): Promise<{ items: readonly OutboxItem[]; nextCursor?: string }> {
  const { state, limit, cursor } = options;
  const [before] = decodeCursor(cursor, 1) ?? [];
  const query = connection<OutboxRow>(TABLE)
    .where({ state })
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (before !== undefined && /^\d{1,15}$/.test(before)) {
    query.andWhere('id', '<', Number(before));
  }
  const rows = await query;
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(row => itemOf(row, state)),
    nextCursor:
      rows.length > limit && last ? encodeCursor([String(last.id)]) : undefined,
  };
}

function itemOf(row: OutboxRow, state: OutboxItem['state']): OutboxItem {
  return {
    id: String(row.id),
    topic: row.topic,
    appId: appIdIn(row.payload),
    state,
    attempts: Number(row.attempts),
    createdAt: row.created_at,
    at: (state === 'failed' && row.finished_at) || row.due_at,
    reason: row.reason ?? undefined,
  };
}

function appIdIn(payload: string): string | undefined {
  const { appId } = JSON.parse(payload);
  return typeof appId === 'string' ? appId : undefined;
}

/** How many messages are due, have time, or were set aside. */
export async function countMessages(
  connection: Connection,
  now: Date,
): Promise<{ waiting: number; scheduled: number; failed: number }> {
  const at = now.toISOString();
  const waiting = connection(TABLE).where({ state: 'waiting' });
  const count = async (rows: typeof waiting) => {
    const [found] = await rows.count<{ count: number | string }[]>({
      count: '*',
    });
    return Number(found.count);
  };
  return {
    waiting: await count(waiting.clone().andWhere('wanted_at', '<=', at)),
    scheduled: await count(waiting.clone().andWhere('wanted_at', '>', at)),
    failed: await count(connection(TABLE).where({ state: 'failed' })),
  };
}

/** How each webhook is getting on, in the order of `ids`. */
export async function webhookStatuses(
  connection: Connection,
  options: { ids: readonly string[]; topicOf: (id: string) => string },
): Promise<readonly WebhookStatus[]> {
  const { ids, topicOf } = options;
  const counts = await connection(TABLE)
    .whereIn('state', ['waiting', 'failed'])
    .whereIn('topic', ids.map(topicOf))
    .groupBy('topic', 'state')
    .select<
      {
        topic: string;
        state: string;
        count: number | string;
        oldest: string | null;
      }[]
    >(
      'topic',
      'state',
      connection.raw('count(*) as count'),
      connection.raw('min(wanted_at) as oldest'),
    );
  return ids.map(id => {
    const of = (state: string) =>
      counts.find(row => row.topic === topicOf(id) && row.state === state);
    return {
      id,
      waiting: Number(of('waiting')?.count ?? 0),
      failed: Number(of('failed')?.count ?? 0),
      oldestDueAt: of('waiting')?.oldest ?? undefined,
    };
  });
}
