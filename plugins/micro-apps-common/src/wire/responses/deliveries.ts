import { z } from 'zod';
import { named } from './named';

const instant = z.string();
const count = z.number().int();

/** `GET /v1/outbox`. @public */
export const outboxResponse = named(
  'OutboxResponse',
  z.object({
    items: z.array(
      z.object({
        id: z.string(),
        topic: z.string(),
        appId: z.string().optional(),
        state: z.enum(['waiting', 'failed']),
        attempts: count,
        createdAt: instant,
        at: instant,
        reason: z.string().optional(),
      }),
    ),
    nextCursor: z.string().optional(),
    waiting: count,
    scheduled: count,
    failed: count,
    oldestDueAt: instant.optional(),
    late: z.boolean(),
    webhooks: z.array(
      z.object({
        id: z.string(),
        waiting: count,
        failed: count,
        oldestDueAt: instant.optional(),
      }),
    ),
    notices: z.object({
      toldSince: instant.optional(),
      held: z.object({ notices: count, people: count }),
    }),
  }),
);

/** `POST /v1/outbox/:id/retry`. @public */
export const retryDeliveryResponse = named(
  'RetryDeliveryResponse',
  z.object({ id: z.string(), state: z.literal('waiting') }),
);
