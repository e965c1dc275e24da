import { normaliseRef } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { pageByInstant } from '../kernel/DatabasePage';
import { rowsTogether } from '../kernel/DatabaseTogether';
import type { Connection } from '../registry/AppStore';
import { APPS } from '../registry/DatabaseAppStore';

/** Table of those who have left. */
export const LEAVERS = 'micro_apps_leavers';

/** Somebody who has left. */
export interface LeaverRow {
  readonly id: string;
  readonly person: string;
  /** Whom her apps were bound to. */
  readonly subject?: string;
  readonly manager?: string;
  readonly teams: readonly string[];
  readonly foundBy: 'directory' | 'person';
  /** Somebody else bears her name by now. */
  readonly replaced: boolean;
  readonly reportedBy?: string;
  readonly reason?: string;
  readonly leftAt: string;
  readonly apps: number;
  readonly finishedAt?: string;
  readonly returnedAt?: string;
}

interface LeaverRecord {
  id: string;
  person: string;
  subject: string | null;
  manager: string | null;
  teams: string;
  how_found: string;
  replaced: number | boolean;
  reported_by: string | null;
  reason: string | null;
  left_at: string;
  apps: number;
  finished_at: string | null;
  returned_at: string | null;
  returned_by: string | null;
  return_reason: string | null;
  open_key: string | null;
}

/**
 * Writes somebody who has left.
 * @returns `false` when that is on record already
 */
export async function insertLeaver(
  tx: Knex.Transaction,
  row: Omit<LeaverRow, 'apps' | 'finishedAt' | 'returnedAt'>,
): Promise<boolean> {
  const [made]: unknown[] = await tx<LeaverRecord>(LEAVERS)
    .insert({
      id: row.id,
      person: row.person,
      subject: row.subject ?? null,
      manager: row.manager ?? null,
      teams: JSON.stringify(row.teams),
      how_found: row.foundBy,
      replaced: row.replaced ? 1 : 0,
      reported_by: row.reportedBy ?? null,
      reason: row.reason ?? null,
      left_at: row.leftAt,
      apps: 0,
      // Her name is free for the next one at once.
      open_key: row.replaced ? null : row.person,
    })
    // Two may find it out at once.
    .onConflict('open_key')
    .ignore()
    .returning('id');
  return made !== undefined;
}

/** Somebody else bears her name by now, and can leave under it herself. */
export async function freeName(
  tx: Knex.Transaction,
  id: string,
): Promise<void> {
  await tx<LeaverRecord>(LEAVERS)
    .where({ id })
    .update({ replaced: 1, open_key: null });
}

/** When somebody lost her name to the next one, by the name. */
const replacements = rowsTogether<Pick<LeaverRecord, 'person' | 'left_at'>>({
  columns: ['person'],
  rows: connection =>
    connection(LEAVERS).select('person', 'left_at').where({ replaced: 1 }),
});

/** Whether a name was somebody else's at an instant (reliability E4). */
export async function wasSomebodyElse(
  connection: Connection,
  { person, at }: { person: string; at: string },
): Promise<boolean> {
  const rows = await replacements(connection, person);
  return rows.some(({ left_at: leftAt }) => leftAt >= at);
}

/** One, or `undefined`; in a transaction it takes the row. */
export async function getLeaver(
  connection: Connection,
  id: string,
): Promise<LeaverRow | undefined> {
  const query = connection<LeaverRecord>(LEAVERS).where({ id }).first();
  if (connection.isTransaction) query.forUpdate();
  const record: LeaverRecord | undefined = await query;
  return record && toLeaver(record);
}

/** Of somebody who is away now. */
export async function openLeaver(
  connection: Connection,
  person: string,
): Promise<LeaverRow | undefined> {
  const record = await connection<LeaverRecord>(LEAVERS)
    .where({ open_key: person })
    .first();
  return record && toLeaver(record);
}

/**
 * Whether somebody has left whom the directory still has. Whoever bears her
 * name under another stable subject has not (reliability E4).
 */
export function createHasLeft(connection: Connection) {
  return async function hasLeft(person: Named): Promise<boolean> {
    const leaver = await openLeaver(connection, normaliseRef(person.ref));
    return leaver !== undefined && isSame(leaver, person);
  };
}

/** The same of many, by their normalised references. */
export async function leftAmong(
  connection: Connection,
  people: readonly Named[],
): Promise<ReadonlySet<string>> {
  const records = await connection<LeaverRecord>(LEAVERS).whereIn(
    'open_key',
    people.map(({ ref }) => ref),
  );
  const leavers = new Map(
    records.map(record => [record.person, toLeaver(record)]),
  );
  return new Set(
    people.flatMap(person => {
      const leaver = leavers.get(person.ref);
      return leaver && isSame(leaver, person) ? [person.ref] : [];
    }),
  );
}

interface Named {
  readonly ref: string;
  readonly subject?: string;
}

/** Where one of them has no stable subject, the name decides. */
function isSame(leaver: LeaverRow, { subject }: Named): boolean {
  return (
    leaver.subject === undefined ||
    subject === undefined ||
    leaver.subject === subject
  );
}

/** Notes how many apps were looked through, and that there are no more. */
export async function noteProgress(
  tx: Knex.Transaction,
  id: string,
  { apps, finishedAt }: { apps: number; finishedAt?: string },
): Promise<void> {
  await tx<LeaverRecord>(LEAVERS).where({ id }).increment('apps', apps);
  if (finishedAt) {
    await tx<LeaverRecord>(LEAVERS)
      .where({ id })
      .update({ finished_at: finishedAt });
  }
}

/** Notes that somebody is back. */
export async function endLeaver(
  tx: Knex.Transaction,
  id: string,
  end: { at: string; by?: string; reason?: string },
): Promise<void> {
  await tx<LeaverRecord>(LEAVERS)
    .where({ id })
    .update({
      returned_at: end.at,
      returned_by: end.by ?? null,
      return_reason: end.reason ?? null,
      open_key: null,
    });
}

/** How many the directory has lost since an instant. */
export async function countLeftSince(
  connection: Connection,
  since: string,
): Promise<number> {
  const counted = await connection<LeaverRecord>(LEAVERS)
    .where('left_at', '>', since)
    .andWhere({ how_found: 'directory' })
    .count<{ n: number | string }[]>({ n: '*' });
  return Number(counted[0]?.n ?? 0);
}

/** One page, the latest first; `undefined`: not a place in this list. */
export async function listLeaverRows(
  connection: Connection,
  { limit, cursor }: { limit: number; cursor?: string },
) {
  const page = await pageByInstant<'left_at', LeaverRecord>(
    connection(LEAVERS),
    { column: 'left_at', direction: 'desc', limit, cursor },
  );
  return page && { ...page, rows: page.rows.map(toLeaver) };
}

/** The next apps that somebody owns, alone or as second owner, by their ids. */
export async function appsOfLeaver(
  connection: Connection,
  leaver: Pick<LeaverRow, 'person' | 'subject' | 'replaced'>,
  { after, limit }: { after: string; limit: number },
): Promise<readonly string[]> {
  const { person, subject, replaced } = leaver;
  const hers = (column: 'owner' | 'successor') => (query: Knex.QueryBuilder) =>
    query.where({ [column]: person }).andWhere(bound => {
      if (subject) bound.where({ [`${column}_subject`]: subject });
      // What is bound to nobody may be the next one's by now.
      if (!subject || !replaced) bound.orWhereNull(`${column}_subject`);
    });
  return await connection(APPS)
    .where(any => any.where(hers('owner')).orWhere(hers('successor')))
    .andWhere('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .pluck('id');
}

function toLeaver(record: LeaverRecord): LeaverRow {
  return {
    id: record.id,
    person: record.person,
    subject: record.subject ?? undefined,
    manager: record.manager ?? undefined,
    teams: JSON.parse(record.teams),
    foundBy: record.how_found as LeaverRow['foundBy'],
    replaced: Boolean(record.replaced),
    reportedBy: record.reported_by ?? undefined,
    reason: record.reason ?? undefined,
    leftAt: record.left_at,
    apps: Number(record.apps),
    finishedAt: record.finished_at ?? undefined,
    returnedAt: record.returned_at ?? undefined,
  };
}
