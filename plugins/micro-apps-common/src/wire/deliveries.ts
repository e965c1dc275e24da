import type { z } from 'zod';
import { choiceField, pageFields, strictFields } from './fields';

/** `GET /v1/outbox`. @public */
export const outboxQuery = strictFields({
  state: choiceField('what to show', ['failed', 'waiting']).default('failed'),
  ...pageFields(),
});
/** @public */
export type OutboxQuery = z.input<typeof outboxQuery>;

/** Something that is to be done after a change, or could not be. @public */
export interface OutboxItem {
  readonly id: string;
  /** `webhook.<id>`, `notice.send`, `scan.run`. */
  readonly topic: string;
  readonly appId?: string;
  readonly state: 'waiting' | 'failed';
  readonly attempts: number;
  readonly createdAt: string;
  /** When it is tried next, or was tried last. */
  readonly at: string;
  /** Why it did not work so far. */
  readonly reason?: string;
}

/** How one receiver of webhooks is getting on. @public */
export interface WebhookStatus {
  readonly id: string;
  readonly waiting: number;
  readonly failed: number;
  /** Since when the oldest of them should have been there. */
  readonly oldestDueAt?: string;
}

/** `GET /v1/outbox`. @public */
export interface OutboxResponse {
  readonly items: readonly OutboxItem[];
  readonly nextCursor?: string;
  /** What is due now and not done. */
  readonly waiting: number;
  /** Clocks that have not run down. */
  readonly scheduled: number;
  readonly failed: number;
  readonly oldestDueAt?: string;
  /** The oldest waits longer than 15 minutes. */
  readonly late: boolean;
  readonly webhooks: readonly WebhookStatus[];
  readonly notices: {
    /** Since when people are told; left out while nobody is. */
    readonly toldSince?: string;
    /** What people would have been told, and how many people. */
    readonly held: { readonly notices: number; readonly people: number };
  };
}

/** `POST /v1/outbox/:id/retry`. @public */
export interface RetryDeliveryResponse {
  readonly id: string;
  readonly state: 'waiting';
}
