import type { Knex } from 'knex';

const TABLE = 'micro_apps_outbox';

/** Topics of webhooks begin with this, followed by the webhook's id. */
export const WEBHOOK = 'webhook.';

/**
 * Sets aside what waits for webhooks that are not configured any more: nobody
 * would ever send it.
 * @returns how many messages it were
 */
export async function setAsideOrphans(
  knex: Knex,
  options: { topics: readonly string[]; at: Date },
): Promise<number> {
  const { topics, at } = options;
  return await knex(TABLE)
    .where({ state: 'waiting' })
    .andWhereLike('topic', `${WEBHOOK}%`)
    .whereNotIn('topic', [...topics])
    .update({
      state: 'failed',
      reason: 'This webhook is no longer in the configuration',
      finished_at: at.toISOString(),
    });
}
