import type { Knex } from 'knex';
import type { KnownPerson } from '../directory/findPersons';
import { PEOPLE, type PersonRecord } from '../gates/DatabaseSuccessionLedger';
import type { Connection } from '../registry/AppStore';
import { APPS } from '../registry/DatabaseAppStore';

/** `replaced`: the directory has somebody else under her name. */
export type WatchState = 'present' | 'missing' | 'replaced';

/** An owner as the directory was last seen to know her. */
export interface WatchedPerson extends KnownPerson {
  readonly state: WatchState;
  /** Of whoever bears the name now, when she is replaced. */
  readonly nextSubject?: string;
  readonly missingSince?: string;
}

/**
 * Begins to watch owners and second owners that nobody watches yet, at most
 * `limit` of them; they are due at once.
 * @returns how many it were
 */
export async function watchNewOwners(
  tx: Knex.Transaction,
  { limit, at }: { limit: number; at: string },
): Promise<number> {
  let found = 0;
  for (const column of ['owner', 'successor']) {
    const refs: string[] = await tx({ a: APPS })
      .distinct(`a.${column}`)
      .where(`a.${column}`, 'like', 'user:%')
      .whereNotExists(
        tx({ p: PEOPLE })
          .select(tx.raw('1'))
          .whereRaw('p.ref = a.??', [column]),
      )
      .limit(limit)
      .pluck(`a.${column}`);
    if (refs.length === 0) continue;
    await tx<PersonRecord>(PEOPLE)
      .insert(
        refs.map(ref => ({ ref, teams: '[]', state: 'present', due_at: at })),
      )
      .onConflict('ref')
      .ignore();
    found += refs.length;
  }
  return found;
}

/**
 * Takes people whose turn it is; nobody else looks them up until `lease`, so
 * that a replica that dies in mid-work loses no one (reliability B5).
 */
export async function claimDue(
  tx: Knex.Transaction,
  options: { now: string; lease: string; limit: number },
): Promise<readonly string[]> {
  const query = tx<PersonRecord>(PEOPLE)
    .where('due_at', '<=', options.now)
    .orderBy(['due_at', 'ref'])
    .limit(options.limit)
    .forUpdate();
  if (tx.client.config.client === 'pg') query.skipLocked();
  const refs: string[] = (await query).map(({ ref }) => ref);
  await tx<PersonRecord>(PEOPLE)
    .whereIn('ref', refs)
    .update({ due_at: options.lease });
  return refs;
}

/** One person; in a transaction it takes her row. */
export async function getWatched(
  connection: Connection,
  ref: string,
): Promise<WatchedPerson | undefined> {
  const query = connection<PersonRecord>(PEOPLE).where({ ref }).first();
  if (connection.isTransaction) query.forUpdate();
  const record: PersonRecord | undefined = await query;
  return (
    record && {
      ref: record.ref,
      subject: record.subject ?? undefined,
      manager: record.manager ?? undefined,
      teams: JSON.parse(record.teams),
      state: record.state as WatchState,
      nextSubject: record.next_subject ?? undefined,
      missingSince: record.missing_since ?? undefined,
    }
  );
}

/** Notes what the directory said of somebody, and when to ask again. */
export async function settleWatched(
  tx: Knex.Transaction,
  person: WatchedPerson & { readonly dueAt: string },
): Promise<void> {
  await tx<PersonRecord>(PEOPLE)
    .where({ ref: person.ref })
    .update({
      subject: person.subject ?? null,
      manager: person.manager ?? null,
      teams: JSON.stringify(person.teams),
      state: person.state,
      next_subject: person.nextSubject ?? null,
      missing_since: person.missingSince ?? null,
      due_at: person.dueAt,
    });
}

/** Nobody has to look her up any more: she owns nothing. */
export async function stopWatching(
  tx: Knex.Transaction,
  ref: string,
): Promise<boolean> {
  const owns = await tx(APPS)
    .where({ owner: ref })
    .orWhere({ successor: ref })
    .first('id');
  if (owns) return false;
  await tx<PersonRecord>(PEOPLE).where({ ref }).delete();
  return true;
}

/** Binds apps that she owns, and that nobody is bound to yet, to her. */
export async function bindApps(
  tx: Knex.Transaction,
  { ref, subject }: Pick<KnownPerson, 'ref' | 'subject'>,
): Promise<void> {
  if (!subject) return;
  for (const column of ['owner', 'successor']) {
    await tx(APPS)
      .where({ [column]: ref, [`${column}_subject`]: null })
      .update({ [`${column}_subject`]: subject });
  }
}

const AWAY = ['missing', 'replaced'];

/**
 * How many owners there are, without those who have left, and how many of them
 * are away and not yet dealt with.
 */
export async function countWatched(
  connection: Connection,
  leavers: string,
): Promise<{ total: number; missing: number }> {
  const all = await notLeft(connection, leavers).count<
    { n: number | string }[]
  >({ n: '*' });
  const gone = await away(connection, leavers).count<{ n: number | string }[]>({
    n: '*',
  });
  return { total: Number(all[0]?.n ?? 0), missing: Number(gone[0]?.n ?? 0) };
}

/** The next people who are away and not yet dealt with, by their references. */
export async function missingPeople(
  connection: Connection,
  options: { leavers: string; after?: string; limit: number },
): Promise<readonly string[]> {
  const { leavers, after = '', limit } = options;
  return await away(connection, leavers)
    .andWhere('p.ref', '>', after)
    .orderBy('p.ref')
    .limit(limit)
    .pluck('p.ref');
}

/** A replaced one is dealt with when her row bears the next one's subject. */
function away(connection: Connection, leavers: string): Knex.QueryBuilder {
  return notLeft(connection, leavers).whereIn('p.state', AWAY);
}

function notLeft(connection: Connection, leavers: string): Knex.QueryBuilder {
  return connection({ p: PEOPLE }).whereNotExists(
    connection({ l: leavers })
      .select(connection.raw('1'))
      .whereRaw('l.open_key = p.ref'),
  );
}
