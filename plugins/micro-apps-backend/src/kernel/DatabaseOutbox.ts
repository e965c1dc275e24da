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

/** So many of those that have been due longest are looked at first, then more. */
const FIRST_LOOK = 50;
const NEXT_LOOKS = 500;

/** Which messages are wanted, and for how long they are taken. */
export interface Claim {
  readonly topics: readonly string[];
  readonly now: Date;
  /** Nobody else can take them until then. */
  readonly lease: Date;
  /** How many at most. */
  readonly most: number;
}

/**
 * Takes messages of those that have been due longest and whose group is free;
 * several of one group only with all before them. Counts the attempt and, until
 * the contrary is told, its failure, so that a message that stops the process is
 * noticed; one that failed before is taken alone, so that it takes no other along.
 * @returns them in the order in which they are to be done
 */
export async function claimMessages(
  knex: Knex,
  claim: Claim,
): Promise<readonly OutboxRow[]> {
  // Of a group that is not free only what was written earlier can be.
  const blocked = new Map<string, number>();
  const mayBeFree = (row: DueRow) =>
    Number(row.id) < (blocked.get(groupOf(row)) ?? Infinity);
  let last: DueRow | undefined;
  for (let limit = FIRST_LOOK; ; limit = NEXT_LOOKS) {
    const due = await readDue(knex, claim, { after: last, limit });
    for (const portion of portionsOf(inOrder(due), claim.most)) {
      const wanted = portion.filter(mayBeFree);
      const taken = await take(knex, wanted, claim);
      if (taken.length > 0) return taken;
      for (const row of [...wanted].reverse()) {
        blocked.set(groupOf(row), Number(row.id));
      }
    }
    if (due.length < limit) return [];
    last = due.at(-1);
  }
}

type DueRow = Pick<
  OutboxRow,
  'id' | 'topic' | 'group_id' | 'due_at' | 'failures'
>;

/** Messages of one group are done one after another; without one, each is alone. */
export function groupOf({ topic, group_id, id }: DueRow): string {
  return JSON.stringify(
    group_id === null ? [topic, null, id] : [topic, group_id],
  );
}

/** A page of what is due. Whether it is free is told when it is taken. */
async function readDue(
  knex: Knex,
  { topics, now }: Claim,
  { after, limit }: { after?: DueRow; limit: number },
): Promise<readonly DueRow[]> {
  const due = knex<OutboxRow>(TABLE)
    .where({ state: 'waiting' })
    .whereIn('topic', [...topics])
    .andWhere('due_at', '<=', now.toISOString())
    .orderBy(['due_at', 'id'])
    .limit(limit)
    .select('id', 'topic', 'group_id', 'due_at', 'failures');
  if (after) due.whereRaw('(due_at, id) > (?, ?)', [after.due_at, after.id]);
  return await due;
}

/** What has been due longest first, but within a group what was written first. */
function inOrder(due: readonly DueRow[]): readonly DueRow[] {
  const groups = new Map<string, DueRow[]>();
  for (const row of due) {
    const group = groups.get(groupOf(row));
    if (group) group.push(row);
    else groups.set(groupOf(row), [row]);
  }
  for (const group of groups.values()) {
    group.sort((a, b) => Number(a.id) - Number(b.id));
  }
  // Each takes the place of one of its group, so that all places stay filled.
  return due.flatMap(row => groups.get(groupOf(row))?.shift() ?? []);
}

/** What may be taken together, in its order. */
function portionsOf(
  due: readonly DueRow[],
  most: number,
): readonly (readonly DueRow[])[] {
  const portions: DueRow[][] = [];
  let open: DueRow[] | undefined;
  for (const row of due) {
    const alone = row.failures > 0;
    if (open && !alone && open.length < most) open.push(row);
    else portions.push([row]);
    open = alone ? undefined : portions.at(-1);
  }
  return portions;
}

/** Takes those that are free. Looking and taking is one statement. */
async function take(
  knex: Knex,
  wanted: readonly DueRow[],
  { now, lease }: Claim,
): Promise<readonly OutboxRow[]> {
  if (wanted.length === 0) return [];
  const at = now.toISOString();
  const there = knex(TABLE)
    .whereIn(
      'id',
      wanted.map(({ id }) => id),
    )
    .where({ state: 'waiting' })
    .andWhere('due_at', '<=', at)
    .select('id', 'topic', 'group_id');
  // SQLite has one writer; elsewhere nobody queues up for a taken row.
  if (knex.client.config.client === 'pg') there.forUpdate().skipLocked();
  const free = knex
    .with('there', there)
    .from({ o: 'there' })
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
        )
        // What is taken along is done before it.
        .whereNotIn('e.id', knex('there').select('id')),
    )
    .select('o.id');
  const rows: OutboxRow[] = await knex(TABLE)
    .whereIn('id', free)
    .update({
      due_at: lease.toISOString(),
      attempts: knex.raw('attempts + 1'),
      failures: knex.raw('failures + 1'),
    })
    .returning('*');
  const places = new Map(wanted.map(({ id }, place) => [String(id), place]));
  const placeOf = ({ id }: OutboxRow) => places.get(String(id)) ?? 0;
  return rows.sort((a, b) => placeOf(a) - placeOf(b));
}

/** Gives back what was taken and not begun: it is due as if nobody had taken it. */
export async function putBack(
  knex: Knex,
  rows: readonly OutboxRow[],
  now: Date,
): Promise<void> {
  await held(knex, rows).update({
    due_at: now.toISOString(),
    attempts: knex.raw('attempts - 1'),
    failures: knex.raw('failures - 1'),
  });
}

/** Notes of claimed messages that they are done. */
export async function settleDone(
  knex: Knex,
  rows: readonly OutboxRow[],
  now: Date,
): Promise<void> {
  await held(knex, rows).update({
    state: 'done',
    failures: knex.raw('failures - 1'),
    finished_at: now.toISOString(),
  });
}

/** Holds claimed messages until `lease`. */
export async function renewLease(
  knex: Knex,
  rows: readonly OutboxRow[],
  lease: Date,
): Promise<void> {
  await held(knex, rows).update({ due_at: lease.toISOString() });
}

/** Those of claimed messages that nobody has taken over or back since. */
function held(knex: Knex, rows: readonly OutboxRow[]): Knex.QueryBuilder {
  return knex(TABLE)
    .where({ state: 'waiting' })
    .whereIn(
      ['id', 'attempts'],
      rows.map(({ id, attempts }) => [id, attempts]),
    );
}

/**
 * Notes why a claimed message was not done, and when it is tried again. Does
 * nothing when somebody else has taken it over since, or took it back.
 */
export async function settleMessage(
  knex: Knex,
  row: OutboxRow,
  outcome: Partial<
    Pick<OutboxRow, 'state' | 'due_at' | 'finished_at' | 'failures' | 'reason'>
  >,
): Promise<void> {
  await held(knex, [row]).update(outcome);
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
