import type { Knex } from 'knex';

const TABLE = 'micro_apps_notices';
const STATE = 'micro_apps_notice_state';

/**
 * `held`: nobody is told yet. `undelivered`: there is no inbox to put it in.
 */
export type NoticeState =
  | 'at-once'
  | 'digest'
  | 'sent'
  | 'held'
  | 'undelivered';

/** What one person is told. */
export interface NoticeRow {
  readonly id: number | string;
  readonly person: string;
  readonly notice_key: string;
  readonly kind: string;
  readonly title: string;
  readonly body: string;
  readonly link: string;
  readonly state: NoticeState;
  readonly noted_at: string;
  readonly digest_at: string | null;
  readonly finished_at: string | null;
  readonly alone_on: string | null;
}

type Connection = Knex | Knex.Transaction;

/**
 * Notes whether people are told from now on. Being told begins with the first
 * start that is not silent; what was due before is never told.
 */
export async function setTelling(
  knex: Knex,
  options: { silent: boolean; at: Date },
): Promise<void> {
  const { silent, at } = options;
  if (silent) await knex(STATE).where({ id: 1 }).update({ told_since: null });
  else {
    await knex(STATE)
      .where({ id: 1 })
      .whereNull('told_since')
      .update({ told_since: at.toISOString() });
  }
}

/** Since when people are told; `undefined` while nobody is. */
export async function toldSince(
  connection: Connection,
): Promise<Date | undefined> {
  const row = await connection(STATE)
    .where({ id: 1 })
    .first<{ told_since: string | null } | undefined>('told_since');
  return row?.told_since ? new Date(row.told_since) : undefined;
}

/**
 * Writes what a person is told; the same key is told her once.
 * @returns whether it is new
 */
export async function insertNotice(
  tx: Knex.Transaction,
  row: Omit<NoticeRow, 'id' | 'alone_on'>,
): Promise<boolean> {
  const inserted = await tx(TABLE)
    .insert(row)
    .onConflict(['person', 'notice_key'])
    .ignore()
    .returning('id');
  return inserted.length > 0;
}

/** What a person is told under a key. */
export async function getNotice(
  connection: Connection,
  person: string,
  key: string,
): Promise<NoticeRow | undefined> {
  return await connection<NoticeRow>(TABLE)
    .where({ person, notice_key: key })
    .first();
}

/** What waits for the person's digest, oldest first. */
export async function listForDigest(
  connection: Connection,
  person: string,
  limit: number,
): Promise<readonly NoticeRow[]> {
  return await connection<NoticeRow>(TABLE)
    .where({ person, state: 'digest' })
    .orderBy('id')
    .limit(limit);
}

/** How many messages of their own a person got on a day. */
export async function countAlone(
  connection: Connection,
  person: string,
  day: string,
): Promise<number> {
  const [{ count }] = await connection(TABLE)
    .where({ person, alone_on: day })
    .count<{ count: number | string }[]>({ count: '*' });
  return Number(count);
}

/** Notes what became of notices. */
export async function updateNotices(
  connection: Connection,
  ids: readonly NoticeRow['id'][],
  change: Partial<
    Pick<NoticeRow, 'state' | 'digest_at' | 'finished_at' | 'alone_on'>
  >,
): Promise<void> {
  await connection(TABLE)
    .whereIn('id', [...ids])
    .update(change);
}

/** People whose digest was due before an instant and who still wait for it. */
export async function listOverdue(
  connection: Connection,
  before: Date,
): Promise<readonly string[]> {
  return await connection(TABLE)
    .where({ state: 'digest' })
    .andWhere('digest_at', '<', before.toISOString())
    .distinct('person')
    .orderBy('person')
    .pluck('person');
}

/** What is held back while nobody is told, and for how many people. */
export async function countHeld(
  connection: Connection,
): Promise<{ notices: number; people: number }> {
  const held = connection(TABLE).where({ state: 'held' });
  const [all] = await held
    .clone()
    .count<{ count: number | string }[]>({ count: '*' });
  const [people] = await held
    .clone()
    .countDistinct<{ count: number | string }[]>({ count: 'person' });
  return { notices: Number(all.count), people: Number(people.count) };
}

/**
 * Deletes what was finished before `before`, at most `limit` notices.
 * @returns how many it were
 */
export async function deleteFinishedNotices(
  knex: Knex,
  options: { before: Date; limit: number },
): Promise<number> {
  const ids: NoticeRow['id'][] = await knex(TABLE)
    .whereIn('state', ['sent', 'held', 'undelivered'])
    .andWhere('finished_at', '<', options.before.toISOString())
    .orderBy('finished_at')
    .limit(options.limit)
    .pluck('id');
  return ids.length === 0 ? 0 : await knex(TABLE).whereIn('id', ids).delete();
}
