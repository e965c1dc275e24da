import type { MicroAppsEvent } from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { groupOf } from '../kernel/auditEvents';
import { causeOf } from '../kernel/database';
import type { BackendDeps } from '../kernel/deps';
import { enqueue, Outbox } from '../kernel/outbox';
import { setAsideOrphans, WEBHOOK } from './DatabaseWebhooks';
import { createDelivery, type DeliveryLimits } from './deliver';
import type { Webhook } from './readWebhooks';

/** Receivers outside that are told what happened. */
export interface Webhooks {
  /** One message for each webhook that wants the event; again is a no-op. */
  note(tx: Knex.Transaction, event: MicroAppsEvent): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Sends what is due now. */
  drain(): Promise<void>;
}

/**
 * Each webhook has a lane of its own: one that hangs holds up no other. Within
 * it, events of one app keep their order.
 */
export function createWebhooks(
  deps: Pick<BackendDeps, 'database' | 'clock' | 'logger'>,
  options: {
    webhooks: readonly Webhook[];
    /** Where the portal is; links become whole addresses. */
    baseUrl: string;
    limits?: DeliveryLimits;
  },
): Webhooks {
  const { webhooks, baseUrl, limits } = options;
  const { database, clock, logger } = deps;
  const base = baseUrl.replace(/\/+$/, '');
  const lanes = webhooks.map(webhook => {
    const delivery = createDelivery(webhook, { ...limits, clock });
    const lane = new Outbox(deps);
    lane.on(WEBHOOK + webhook.id, delivery.deliver);
    return { lane, delivery };
  });
  return {
    async note(tx, event) {
      for (const { id, events } of webhooks) {
        if (!events.has(event.type)) continue;
        await enqueue(tx, {
          topic: WEBHOOK + id,
          key: `${id}:${event.id}`,
          payload: { ...event, link: base + event.link },
          at: clock(),
          group: groupOf(event),
        });
      }
    },
    async start() {
      const topics = webhooks.map(({ id }) => WEBHOOK + id);
      await setAsideOrphans(database.knex, { topics, at: clock() }).catch(
        error => {
          logger.warn(`Old webhooks could not be looked at: ${causeOf(error)}`);
        },
      );
      for (const { lane } of lanes) lane.start();
    },
    async stop() {
      await Promise.all(lanes.map(({ lane }) => lane.stop()));
      await Promise.all(lanes.map(({ delivery }) => delivery.close()));
    },
    async drain() {
      await Promise.all(lanes.map(({ lane }) => lane.drain()));
    },
  };
}
