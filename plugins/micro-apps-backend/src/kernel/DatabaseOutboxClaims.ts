import type { Knex } from 'knex';
import { OUTBOX, type OutboxRow } from './DatabaseOutbox';

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
  const due = knex<OutboxRow>(OUTBOX)
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
  const there = knex(OUTBOX)
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
      knex({ e: OUTBOX })
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
  const rows: OutboxRow[] = await knex(OUTBOX)
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
  return knex(OUTBOX)
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
