import {
  confusableSkeleton,
  normaliseRef,
  slugOf,
  type AppStanding,
  type Registration,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import type { PendingPolicy } from '../policy/pendingPolicy';
import type { AppRow, AppStore, Connection, Missing, Via } from './AppStore';
import type { Assessment } from './assess';
import { insertUses, replaceUses } from './DatabaseAppUses';

export const APPS = 'micro_apps_apps';
/** What people look for, by app: `app_id` and `text` in lower case. */
export const SEARCH = 'micro_apps_search';

/** The columns of the apps table as both databases return them. */
export interface AppRecord {
  id: string;
  name: string;
  version: number | string;
  registration: string;
  owner: string;
  successor?: string | null;
  standing: string;
  golden_path: string | null;
  look_alikes: string;
  envelope_hash: string;
  envelope: string;
  score: number | string;
  band: string;
  effective_class: string;
  pending_policy?: string | null;
  reapproval_due_at?: string | null;
  reapproval_because?: string | null;
  missing?: string | null;
  via?: string | null;
  owner_subject?: string | null;
  successor_subject?: string | null;
  sort_name: string;
  business_unit: string;
  retention_days?: number | string | null;
  data_categories?: string | null;
  created_by: string;
  created_at: string;
  updated_at: string;
}

/** The app store on knex. */
export function createAppStore(): AppStore {
  return {
    async get(connection: Connection, id: string) {
      const record = await connection<AppRecord>(APPS).where({ id }).first();
      return record ? toAppRow(record) : undefined;
    },
  };
}

/** Reads one record; JSON columns are text, so that both databases agree. */
export function toAppRow(record: AppRecord): AppRow {
  return {
    id: record.id,
    name: record.name,
    version: Number(record.version),
    registration: JSON.parse(record.registration),
    standing: record.standing as AppRow['standing'],
    goldenPath: record.golden_path ?? undefined,
    lookAlikes: JSON.parse(record.look_alikes),
    envelopeHash: record.envelope_hash,
    envelope: record.envelope,
    score: Number(record.score),
    band: record.band as AppRow['band'],
    effectiveClass: record.effective_class as AppRow['effectiveClass'],
    pendingPolicy: record.pending_policy
      ? JSON.parse(record.pending_policy)
      : undefined,
    reapproval: record.reapproval_due_at
      ? {
          dueAt: record.reapproval_due_at,
          because: record.reapproval_because ?? '',
        }
      : undefined,
    missing: record.missing ? JSON.parse(record.missing) : undefined,
    via: (record.via ?? undefined) as AppRow['via'],
    ownerSubject: record.owner_subject ?? undefined,
    successorSubject: record.successor_subject ?? undefined,
    createdBy: record.created_by,
    createdAt: record.created_at,
    updatedAt: record.updated_at,
  };
}

/** Columns that follow from a registration and its assessment. */
function derivedColumns(registration: Registration, assessment: Assessment) {
  const { risk, effectiveClass, envelope, envelopeHash } = assessment;
  return {
    name: registration.name,
    sort_name: slugOf(registration.name),
    business_unit: normaliseRef(registration.businessUnit, 'group'),
    skeleton: confusableSkeleton(registration.name),
    registration: JSON.stringify(registration),
    owner: normaliseRef(registration.owner),
    successor: registration.successor
      ? normaliseRef(registration.successor)
      : null,
    envelope_hash: envelopeHash,
    envelope,
    score: risk.score,
    band: risk.band,
    effective_class: effectiveClass.effective,
    assessment: JSON.stringify({ effectiveClass, risk }),
    retention_days: registration.retentionDays ?? null,
    data_categories: categoriesOf(registration),
  };
}

/**
 * Binds owners to the stable subject of whoever writes, as far as she is one of
 * them; the others when the directory is looked at next. A user name that is
 * given to somebody else later inherits nothing (reliability E4).
 */
function boundTo(
  { owner, successor }: Registration,
  by: { ref: string; subject?: string },
  before?: AppRow,
) {
  const of = (ref: string | undefined, was?: string, bound?: string) => {
    if (ref === undefined) return null;
    if (was !== undefined && normaliseRef(was) === normaliseRef(ref)) {
      return bound ?? null;
    }
    return normaliseRef(ref) === normaliseRef(by.ref)
      ? by.subject ?? null
      : null;
  };
  const { registration: was } = before ?? {};
  return {
    owner_subject: of(owner, was?.owner, before?.ownerSubject),
    successor_subject: of(successor, was?.successor, before?.successorSubject),
  };
}

/** Categories of personal data, each once; what numbers count by. */
function categoriesOf({ dataTypes }: Registration): string {
  const names = (dataTypes ?? []).map(({ category }) => category);
  return [...new Set(names)]
    .filter(name => name !== 'none')
    .sort()
    .join(',');
}

/** What an app is found by. */
export function searchText({ name, purpose, owner }: Registration): string {
  return `${name} ${purpose} ${owner}`.toLowerCase();
}

/** Keeps what the app is found by. */
async function keepSearchText(
  tx: Knex.Transaction,
  { id, registration }: { id: string; registration: Registration },
): Promise<void> {
  await tx(SEARCH)
    .insert({ app_id: id, text: searchText(registration) })
    .onConflict('app_id')
    .merge();
}

/** Ids of other apps whose names look like this one (requirements R1). */
export async function lookAlikesOf(
  connection: Connection,
  { id, name }: { id: string; name: string },
): Promise<readonly string[]> {
  return await connection(APPS)
    .where({ skeleton: confusableSkeleton(name) })
    .whereNot({ id })
    .orderBy('id')
    .limit(20)
    .pluck('id');
}

/** A new app, before it is written. */
export interface NewApp {
  readonly id: string;
  readonly registration: Registration;
  readonly goldenPath?: string;
  readonly lookAlikes: readonly string[];
  readonly standing: AppStanding;
  readonly assessment: Assessment;
  readonly pendingPolicy?: PendingPolicy;
  readonly missing?: readonly Missing[];
  readonly via?: Via;
  readonly createdBy: string;
  /** Of whoever registers it, to bind it to her when she owns it. */
  readonly createdBySubject?: string;
  readonly at: string;
}

/** The row of a new app. */
export function appRecord(app: NewApp) {
  return {
    id: app.id,
    version: 1,
    standing: app.standing,
    golden_path: app.goldenPath ?? null,
    look_alikes: JSON.stringify(app.lookAlikes),
    pending_policy: app.pendingPolicy
      ? JSON.stringify(app.pendingPolicy)
      : null,
    missing: missingText(app.missing),
    via: app.via ?? null,
    ...boundTo(app.registration, {
      ref: app.createdBy,
      subject: app.createdBySubject,
    }),
    created_by: app.createdBy,
    created_at: app.at,
    updated_at: app.at,
    ...derivedColumns(app.registration, app.assessment),
  };
}

/** Writes a new app. Throws the database's UNIQUE error when the id is taken. */
export async function insertApp(
  tx: Knex.Transaction,
  app: NewApp,
): Promise<AppRow> {
  const record = appRecord(app);
  await tx(APPS).insert(record);
  await insertUses(tx, app);
  await keepSearchText(tx, app);
  return toAppRow(record);
}

/** Nothing is missing: no text, so that drafts that lack something are found. */
function missingText(missing: readonly Missing[] = []): string | null {
  return missing.length > 0 ? JSON.stringify(missing) : null;
}

/** Writes the next version; `undefined` when somebody else wrote it first. */
export async function updateApp(
  tx: Knex.Transaction,
  change: {
    before: AppRow;
    registration: Registration;
    lookAlikes: readonly string[];
    assessment: Assessment;
    standing: AppStanding;
    /** Left out: company rules agree to the new version. */
    pendingPolicy?: PendingPolicy;
    missing?: readonly Missing[];
    /** Whoever changes it. */
    by?: { readonly ref: string; readonly subject?: string };
    at: string;
  },
): Promise<AppRow | undefined> {
  const { before, registration, lookAlikes, assessment, standing, at } = change;
  const { pendingPolicy, missing, by = { ref: '' } } = change;
  const changed = await tx(APPS)
    // Holding an app is no new version; it is not undone by one either.
    .where({
      id: before.id,
      version: before.version,
      standing: before.standing,
    })
    .update({
      version: before.version + 1,
      look_alikes: JSON.stringify(lookAlikes),
      updated_at: at,
      standing,
      missing: missingText(missing),
      pending_policy: pendingPolicy ? JSON.stringify(pendingPolicy) : null,
      ...derivedColumns(registration, assessment),
      ...boundTo(registration, by, before),
    });
  if (changed !== 1) return undefined;
  await replaceUses(tx, { id: before.id, registration });
  await keepSearchText(tx, { id: before.id, registration });
  const record = await tx<AppRecord>(APPS).where({ id: before.id }).first();
  return record && toAppRow(record);
}

/** Moves an app to another standing. The caller holds the app's lock. */
export async function setStanding(
  tx: Knex.Transaction,
  { id }: AppRow,
  standing: AppStanding,
): Promise<void> {
  await tx(APPS).where({ id }).update({ standing });
}

/**
 * Notes where company rules stand on an app that stays as it is. The caller
 * holds the app's lock.
 */
export async function setPolicyMarks(
  tx: Knex.Transaction,
  id: string,
  marks: {
    pendingPolicy?: PendingPolicy | null;
    reapproval?: AppRow['reapproval'] | null;
  },
): Promise<void> {
  const { pendingPolicy, reapproval } = marks;
  await tx(APPS)
    .where({ id })
    .update({
      ...(pendingPolicy !== undefined && {
        pending_policy: pendingPolicy && JSON.stringify(pendingPolicy),
      }),
      ...(reapproval !== undefined && {
        reapproval_due_at: reapproval && reapproval.dueAt,
        reapproval_because: reapproval && reapproval.because,
      }),
    });
}
