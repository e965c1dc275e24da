import type { Registration } from '@micro-apps/governance-core';
import type {
  MissingField,
  RepositoryBinding,
} from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import type { Connection } from '../AppStore';

const SOURCES = 'micro_apps_sources';

/** `bound`: may propose. `conflict`: says that it is an app that is another's. */
export type SourceState = 'bound' | 'gone' | 'conflict' | 'unusable';

/** A file in a repository that says that it is an app. */
export interface SourceRow {
  readonly id: string;
  /** Empty where the file names no usable app. */
  readonly appId: string;
  /** It is the one file that may propose changes, seen or gone. */
  readonly bound: boolean;
  readonly entityRef: string;
  /** Location of the file, as the catalog names it. */
  readonly origin: string;
  readonly state: SourceState;
  readonly problem?: string;
  /** What it said last. */
  readonly stated: Partial<Registration>;
  readonly unclear: readonly MissingField[];
  readonly commit?: string;
  readonly firstSeenAt: string;
  readonly changedAt: string;
}

interface SourceRecord {
  id: string;
  app_id: string;
  bound_key: string | null;
  entity_ref: string;
  origin: string;
  state: string;
  problem: string | null;
  stated: string;
  unclear: string;
  commit_id: string | null;
  first_seen_at: string;
  changed_at: string;
}

function toSource(record: SourceRecord): SourceRow {
  return {
    id: record.id,
    appId: record.app_id,
    bound: record.bound_key !== null,
    entityRef: record.entity_ref,
    origin: record.origin,
    state: record.state as SourceState,
    problem: record.problem ?? undefined,
    stated: JSON.parse(record.stated),
    unclear: JSON.parse(record.unclear),
    commit: record.commit_id ?? undefined,
    firstSeenAt: record.first_seen_at,
    changedAt: record.changed_at,
  };
}

/** The file, or `undefined` when it was never seen. */
export async function getSource(
  connection: Connection,
  id: string,
): Promise<SourceRow | undefined> {
  const record = await connection<SourceRecord>(SOURCES).where({ id }).first();
  return record && toSource(record);
}

/** The one file that may propose changes of an app. */
export async function boundSource(
  connection: Connection,
  appId: string,
): Promise<SourceRow | undefined> {
  const record = await connection<SourceRecord>(SOURCES)
    .where({ bound_key: appId })
    .first();
  return record && toSource(record);
}

/** Writes what is known of a file now; throws UNIQUE for a second bound one. */
export async function putSource(
  tx: Knex.Transaction,
  source: SourceRow,
): Promise<void> {
  await tx(SOURCES)
    .insert({
      id: source.id,
      app_id: source.appId,
      bound_key: source.bound ? source.appId : null,
      entity_ref: source.entityRef,
      origin: source.origin,
      state: source.state,
      problem: source.problem ?? null,
      stated: JSON.stringify(source.stated),
      unclear: JSON.stringify(source.unclear),
      commit_id: source.commit ?? null,
      first_seen_at: source.firstSeenAt,
      changed_at: source.changedAt,
    })
    .onConflict('id')
    .merge();
}

/** Files that the catalog showed when it was last looked at, a page by id. */
export async function listSeenSources(
  connection: Connection,
  options: { after?: string; limit: number },
): Promise<readonly SourceRow[]> {
  const query = connection<SourceRecord>(SOURCES)
    .whereNot({ state: 'gone' })
    .orderBy('id')
    .limit(options.limit);
  if (options.after !== undefined) query.andWhere('id', '>', options.after);
  return (await query).map(toSource);
}

/** Where an app is described in a repository, for its page. */
export async function bindingOf(
  connection: Connection,
  appId: string,
): Promise<RepositoryBinding | undefined> {
  const records = await connection<SourceRecord>(SOURCES)
    .where({ app_id: appId })
    .orderBy('id')
    .limit(20);
  const sources = records.map(toSource);
  const bound = sources.find(source => source.bound);
  const others = sources
    .filter(({ state }) => state === 'conflict')
    .map(({ origin }) => origin);
  if (!bound && others.length === 0) return undefined;
  return {
    location: bound?.origin ?? '',
    state: bound?.state === 'bound' ? 'bound' : 'gone',
    others,
  };
}

/** Locations of the files that describe these apps in the catalog, by app. */
export async function boundLocations(
  connection: Connection,
  appIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const records = await connection<SourceRecord>(SOURCES)
    .select('app_id', 'origin')
    .whereIn('bound_key', [...appIds])
    .andWhere({ state: 'bound' });
  return new Map(records.map(({ app_id, origin }) => [app_id, origin]));
}
