import { signDelivery } from '@micro-apps/plugin-micro-apps-node';
import {
  createGuardedAgent,
  AddressRefused,
  type LookupAll,
} from '../kernel/outbound/guardedAgent';
import { postJson } from '../kernel/outbound/postJson';
import { ReceiverAway, type OutboxHandler } from '../kernel/outbox';
import type { Clock } from '../kernel/types';
import type { Webhook } from './readWebhooks';

const CONNECT_MS = 5_000;
const TOTAL_MS = 15_000;
const MAX_ANSWER_BYTES = 16_384;
/** The receiver is there and cannot take it now. */
const LATER = [408, 425, 429];

/** What a test may shorten or replace. */
export interface DeliveryLimits {
  readonly connectMs?: number;
  readonly totalMs?: number;
  readonly lookup?: LookupAll;
}

/**
 * Sends one event to one webhook. The id of the delivery is the same at each
 * attempt, so that a receiver takes it once; the signature is made anew.
 */
export function createDelivery(
  webhook: Webhook,
  { clock, ...limits }: DeliveryLimits & { clock: Clock },
): { deliver: OutboxHandler; close(): Promise<void> } {
  const { url, secrets, allowPrivate } = webhook;
  const dispatcher = createGuardedAgent({
    allowOwn: allowPrivate,
    connectMs: limits.connectMs ?? CONNECT_MS,
    lookup: limits.lookup,
  });
  return {
    async deliver(payload, { key }) {
      const body = JSON.stringify(payload);
      let status: number;
      try {
        status = await postJson({
          dispatcher,
          url,
          body,
          headers: {
            'user-agent': 'micro-apps-webhooks/1',
            ...signDelivery({ body, id: key, secrets, at: clock() }),
          },
          totalMs: limits.totalMs ?? TOTAL_MS,
          maxAnswerBytes: MAX_ANSWER_BYTES,
        });
      } catch (error) {
        if (error instanceof AddressRefused) throw error;
        throw new ReceiverAway(`It cannot be reached: ${nameOf(error)}`);
      }
      if (status >= 200 && status < 300) return;
      if (status >= 500 || LATER.includes(status)) {
        throw new ReceiverAway(`It answered ${status}`);
      }
      throw new Error(
        status < 400
          ? `It answered ${status}: redirects are not followed, set the address it moved to`
          : `It answered ${status} and does not take this event`,
      );
    },
    close: () => dispatcher.destroy(),
  };
}

/** A code where there is one: messages may name what is inside a network. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? code : error.name;
}
