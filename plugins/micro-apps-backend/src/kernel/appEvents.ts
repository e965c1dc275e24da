import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { enqueue } from './outbox';

/** Outbox topic behind the event `micro-apps.apps`. */
export const APP_CHANGED = 'app.changed';

/** Notes that an app changed; published as an event after commit. */
export async function enqueueAppChanged(
  tx: Knex.Transaction,
  options: { appId: string; at: Date; key?: string },
): Promise<void> {
  const { appId, at } = options;
  await enqueue(tx, {
    topic: APP_CHANGED,
    key: options.key ?? `${APP_CHANGED}:${appId}:${randomUUID()}`,
    payload: {
      type: APP_CHANGED,
      appId,
      entityRef: `component:default/${appId}`,
    },
    at,
  });
}
