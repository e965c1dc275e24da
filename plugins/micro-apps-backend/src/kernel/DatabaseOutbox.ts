import type { Knex } from 'knex';

/** The table. */
export const OUTBOX = 'micro_apps_outbox';

/** Where a message stands. `failed`: set aside, a person has to look at it. */
export type OutboxState = 'waiting' | 'done' | 'failed';

/** One message as both databases return it. */
export interface OutboxRow {
  readonly id: number | string;
  readonly topic: string;
  readonly message_key: string;
  readonly group_id: string | null;
  readonly state: OutboxState;
  readonly created_at: string;
  readonly due_at: string;
  readonly wanted_at: string | null;
  readonly finished_at: string | null;
  readonly payload: string;
  readonly attempts: number;
  readonly failures: number;
  readonly reason: string | null;
}

/** A note to do something outside after commit. */
export interface OutboxMessage {
  /** At most 60 characters. */
  readonly topic: string;
  /** Unique, at most 300 characters; the same key is written once only. */
  readonly key: string;
  readonly payload: Record<string, unknown>;
  readonly at: Date;
  /** Not before; at once unless told. A clock is a message with a future one. */
  readonly dueAt?: Date;
  /**
   * Messages of one topic and group are done in the order of writing: one waits
   * for those before it that are due, until they are done or set aside. Writers
   * of one group have to hold one lock, such as the row of the app.
   */
  readonly group?: string;
}

/** Writes the note, or several, in the caller's transaction. */
export async function enqueue(
  tx: Knex.Transaction,
  ...messages: readonly OutboxMessage[]
): Promise<void> {
  const rows = messages.map(({ topic, key, payload, at, dueAt, group }) => ({
    topic,
    message_key: key,
    group_id: group ?? null,
    payload: JSON.stringify(payload),
    state: 'waiting',
    attempts: 0,
    failures: 0,
    created_at: at.toISOString(),
    due_at: (dueAt ?? at).toISOString(),
    wanted_at: (dueAt ?? at).toISOString(),
  }));
  await tx(OUTBOX).insert(rows).onConflict('message_key').ignore();
}

/**
 * Takes back what is not done yet, by key or by the beginning of the key, in the
 * caller's transaction. The keys may be written again afterwards. What is being
 * done at this moment may still get through.
 * @returns how many messages were taken back
 */
export async function cancelQueued(
  tx: Knex.Transaction,
  which: { readonly key: string } | { readonly keyPrefix: string },
): Promise<number> {
  const waiting = tx(OUTBOX).where({ state: 'waiting' });
  if ('key' in which)
    return await waiting.andWhere('message_key', which.key).delete();
  const { keyPrefix } = which;
  if (keyPrefix === '')
    throw new Error('An empty prefix would take back everything');
  return await waiting
    .andWhereRaw('substr(message_key, 1, ?) = ?', [
      [...keyPrefix].length,
      keyPrefix,
    ])
    .delete();
}

/**
 * Takes back everything of a topic and a group that nobody has begun, in the
 * caller's transaction.
 * @returns `false` when somebody is at work on one at this moment
 */
export async function cancelGroup(
  tx: Knex.Transaction,
  which: { readonly topic: string; readonly group: string },
): Promise<boolean> {
  const { topic, group } = which;
  const waiting = () =>
    tx(OUTBOX).where({ topic, group_id: group, state: 'waiting' });
  await waiting().andWhere({ attempts: 0 }).delete();
  return (await waiting().first('id')) === undefined;
}

/**
 * Lets a message that was set aside be tried again, at once and as if for the
 * first time, in the caller's transaction.
 * @returns whether there was one
 */
export async function retryFailed(
  tx: Knex.Transaction,
  options: { id: string; at: Date },
): Promise<boolean> {
  const at = options.at.toISOString();
  const changed = await tx(OUTBOX)
    .where({ id: options.id, state: 'failed' })
    .update({
      state: 'waiting',
      attempts: 0,
      failures: 0,
      due_at: at,
      wanted_at: at,
      finished_at: null,
    });
  return changed > 0;
}

/**
 * Since when the message that waits longest has been due.
 * @returns `undefined` when nothing is due
 */
export async function oldestDue(
  connection: Knex | Knex.Transaction,
  now: Date,
): Promise<Date | undefined> {
  const oldest = await connection<OutboxRow>(OUTBOX)
    .where({ state: 'waiting' })
    .andWhere('wanted_at', '<=', now.toISOString())
    .orderBy('wanted_at')
    .first('wanted_at');
  return oldest?.wanted_at ? new Date(oldest.wanted_at) : undefined;
}

/**
 * Whether somebody works on a message, or will go on with it: a process that
 * ends in mid-work lets go of it after the lease.
 */
export async function isInWork(
  connection: Knex,
  { key, now }: { key: string; now: Date },
): Promise<boolean> {
  const row = await connection(OUTBOX)
    .where({ message_key: key, state: 'waiting' })
    .andWhere('attempts', '>', 0)
    .andWhere('due_at', '>', now.toISOString())
    .first('id');
  return row !== undefined;
}

/** Whether something of a topic and a group is still to be done. */
export async function isWaiting(
  connection: Knex | Knex.Transaction,
  which: { readonly topic: string; readonly group: string },
): Promise<boolean> {
  const row = await connection(OUTBOX)
    .where({ topic: which.topic, group_id: which.group, state: 'waiting' })
    .first('id');
  return row !== undefined;
}

/**
 * Deletes what was finished before `before`, at most `limit` messages.
 * @returns how many it were
 */
export async function deleteFinished(
  knex: Knex,
  options: { state: 'done' | 'failed'; before: Date; limit: number },
): Promise<number> {
  const { state, before, limit } = options;
  const ids: (number | string)[] = await knex(OUTBOX)
    .where({ state })
    .andWhere('finished_at', '<', before.toISOString())
    .orderBy('finished_at')
    .limit(limit)
    .pluck('id');
  if (ids.length === 0) return 0;
  return await knex(OUTBOX).whereIn('id', ids).andWhere({ state }).delete();
}
