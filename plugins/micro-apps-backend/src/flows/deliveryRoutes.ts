import { accept, refuse } from '@micro-apps/governance-core';
import {
  microAppsOutboxReadPermission,
  microAppsOutboxRetryPermission,
  outboxQuery,
  outboxResponse,
  retryDeliveryResponse,
  type OutboxResponse,
  type RetryDeliveryResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Router } from 'express';
import { z } from 'zod';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import type { Command } from '../kernel/commands';
import { oldestDue, retryFailed } from '../kernel/DatabaseOutbox';
import type { BackendDeps } from '../kernel/deps';
import { isLate } from '../kernel/watchLag';
import { countHeld, toldSince } from '../notices/DatabaseNotices';
import { holds } from '../registry/appAccess';
import {
  countMessages,
  listMessages,
  webhookStatuses,
} from '../views/DatabaseDeliveries';
import { WEBHOOK } from '../webhooks/DatabaseWebhooks';

interface DeliveryDeps extends BackendDeps {
  readonly webhookIds: readonly string[];
}

const error = 'There is nothing under this number';
const messageId = z.string({ error }).regex(/^[1-9]\d{0,14}$/, { error });

/** What is to be delivered, what could not be, and trying it again. */
export function deliveryRoutes(router: Router, deps: DeliveryDeps): void {
  const { pipeline } = deps;
  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/outbox',
    id: 'listOutbox',
    summary: 'What waits to be delivered or could not be; for administrators',
    response: outboxResponse,
    schema: outboxQuery,
    command: listOutbox(deps),
  });
  pipeline.endpoint(router, {
    method: 'post',
    path: '/v1/outbox/:id/retry',
    id: 'retryDelivery',
    summary: 'Try again what was set aside; for administrators',
    response: retryDeliveryResponse,
    schema: z.strictObject({ id: z.string() }),
    command: retryDelivery(deps),
  });
}

const FOR_ADMINISTRATORS =
  'Only administrators can look after deliveries. Ask one of them';

function listOutbox(
  deps: DeliveryDeps,
): Command<z.output<typeof outboxQuery>, OutboxResponse> {
  const { database, settings, webhookIds } = deps;
  return {
    permission: microAppsOutboxReadPermission,
    async run({ actor, now }, { state, limit, cursor }) {
      if (!holds(actor, settings.administrators)) {
        return refuse('not-allowed', FOR_ADMINISTRATORS);
      }
      const { knex } = database;
      const oldest = await oldestDue(knex, now);
      const told = await toldSince(knex);
      return accept({
        ...(await listMessages(knex, { state, limit, cursor })),
        ...(await countMessages(knex, now)),
        oldestDueAt: oldest?.toISOString(),
        late: isLate(oldest, now),
        webhooks: await webhookStatuses(knex, {
          ids: webhookIds,
          topicOf: id => WEBHOOK + id,
        }),
        notices: {
          toldSince: told?.toISOString(),
          held: await countHeld(knex),
        },
      });
    },
  };
}

function retryDelivery(
  deps: DeliveryDeps,
): Command<{ id: string }, RetryDeliveryResponse> {
  const { database, settings } = deps;
  return {
    permission: microAppsOutboxRetryPermission,
    async run({ actor, now }, { id }) {
      if (!holds(actor, settings.administrators)) {
        return refuse('not-allowed', FOR_ADMINISTRATORS);
      }
      const known = messageId.safeParse(id);
      return await database.transaction(async tx => {
        if (!known.success || !(await retryFailed(tx, { id, at: now }))) {
          return refuse(
            'not-in-this-state',
            'This is not set aside any more. Load the page again to see where it stands',
          );
        }
        await appendAuditEntry(tx, {
          at: now,
          actor,
          action: 'outbox.retried',
          summary: 'A delivery that was set aside is tried again',
          details: { messageId: id },
        });
        return accept({ id, state: 'waiting' as const });
      });
    },
  };
}
