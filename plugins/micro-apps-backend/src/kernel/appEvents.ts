import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { enqueue, type OutboxMessage } from './outbox';

/** Outbox topic behind the event `micro-apps.apps`. */
export const APP_CHANGED = 'app.changed';

interface AppChanged {
  readonly appId: string;
  readonly at: Date;
  /** Left out: one message for each time. */
  readonly key?: string;
}

/** The note that an app changed; published as an event after commit. */
export function appChanged({ appId, at, key }: AppChanged): OutboxMessage {
  return {
    topic: APP_CHANGED,
    key: key ?? `${APP_CHANGED}:${appId}:${randomUUID()}`,
    payload: {
      type: APP_CHANGED,
      appId,
      entityRef: `component:default/${appId}`,
    },
    at,
  };
}

/** Notes that an app changed. */
export async function enqueueAppChanged(
  tx: Knex.Transaction,
  changed: AppChanged,
): Promise<void> {
  await enqueue(tx, appChanged(changed));
}
