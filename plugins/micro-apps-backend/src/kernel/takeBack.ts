import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { enqueue } from './outbox';

/**
 * Outbox topic of the lane for holds; payload `{ appId, tries? }`: of an app of
 * which nothing may run, whatever runs is stopped and its sign-in taken back.
 */
export const TAKE_BACK = 'hold.take-back';

/**
 * Notes in the transaction that has locked a held app that whatever runs of it
 * is to be stopped. Whoever finds that she started something too late writes it.
 */
export async function enqueueTakeBack(
  tx: Knex.Transaction,
  options: { appId: string; at: Date; tries?: number; dueAt?: Date },
): Promise<void> {
  const { appId, at, tries, dueAt } = options;
  await enqueue(tx, {
    topic: TAKE_BACK,
    key: `${TAKE_BACK}:${appId}:${randomUUID()}`,
    group: appId,
    payload: { appId, tries },
    at,
    dueAt,
  });
}
