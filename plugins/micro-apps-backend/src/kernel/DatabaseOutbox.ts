import type { Knex } from 'knex';

const TABLE = 'micro_apps_outbox';

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
  await tx(TABLE).insert(rows).onConflict('message_key').ignore();
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
  const waiting = tx(TABLE).where({ state: 'waiting' });
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
    tx(TABLE).where({ topic, group_id: group, state: 'waiting' });
  await waiting().andWhere({ attempts: 0 }).delete();
  return (await waiting().first('id')) === undefined;
}

/**
 * Takes the message that has been due longest and whose group is free. Nobody
 * else can take it until `lease`; counts the attempt and, until the contrary is
 * told, its failure, so that a message that stops the process is noticed.
 */
export async function claimMessage(
  knex: Knex,
  options: { topics: readonly string[]; now: Date; lease: Date },
): Promise<OutboxRow | undefined> {
  const { topics, now, lease } = options;
  const at = now.toISOString();
  const next = knex({ o: TABLE })
    .where({ 'o.state': 'waiting' })
    .whereIn('o.topic', [...topics])
    .andWhere('o.due_at', '<=', at)
    .whereNotExists(
      knex({ e: TABLE })
        .select(knex.raw('1'))
        .whereRaw('e.topic = o.topic')
        .andWhereRaw('e.group_id = o.group_id')
        .andWhere('e.state', 'waiting')
        .andWhereRaw('e.id < o.id')
        // A clock that has not run down holds nobody up.
        .andWhere(before =>
          before.where('e.attempts', '>', 0).orWhere('e.due_at', '<=', at),
        ),
    )
    .select('o.id')
    .orderBy([{ column: 'o.due_at' }, { column: 'o.id' }])
    .limit(1);
  // SQLite has one writer; elsewhere nobody queues up for a taken row.
  if (knex.client.config.client === 'pg') next.forUpdate('o').skipLocked();
  // One statement: finding and taking cannot be parted.
  const [row]: OutboxRow[] = await knex(TABLE)
    .where('id', next)
    .update({
      due_at: lease.toISOString(),
      attempts: knex.raw('attempts + 1'),
      failures: knex.raw('failures + 1'),
    })
    .returning('*');
  return row;
}

/**
 * Notes what became of a claimed message, or that work on it goes on. Does
 * nothing when somebody else has taken it over since, or took it back.
 * @returns whether it was noted
 */
export async function settleMessage(
  knex: Knex,
  row: OutboxRow,
  outcome: Partial<
    Pick<OutboxRow, 'state' | 'due_at' | 'finished_at' | 'failures' | 'reason'>
  >,
): Promise<boolean> {
  const changed = await knex(TABLE)
    .where({ id: row.id, state: 'waiting', attempts: row.attempts })
    .update(outcome);
  return changed > 0;
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
  const changed = await tx(TABLE)
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
  const oldest = await connection<OutboxRow>(TABLE)
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
  const row = await connection(TABLE)
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
  const row = await connection(TABLE)
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
  const ids: (number | string)[] = await knex(TABLE)
    .where({ state })
    .andWhere('finished_at', '<', before.toISOString())
    .orderBy('finished_at')
    .limit(limit)
    .pluck('id');
  if (ids.length === 0) return 0;
  return await knex(TABLE).whereIn('id', ids).andWhere({ state }).delete();
}
