import type {
  Band,
  DataClass,
  Registration,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import type { Actor } from '../kernel/types';
import type { AppRow, Connection, Via } from './AppStore';

const VERSIONS = 'micro_apps_versions';

/** A registration as it was, and who wrote it. */
export interface VersionRow {
  readonly version: number;
  readonly registration: Registration;
  readonly changedBy: string;
  readonly at: string;
  /** What it was assessed as; missing on versions from the first days. */
  readonly envelopeHash?: string;
  readonly score?: number;
  readonly band?: Band;
  readonly effectiveClass?: DataClass;
  readonly via?: Via;
}

interface VersionRecord {
  app_id: string;
  version: number | string;
  registration: string;
  changed_by: string;
  at: string;
  envelope_hash: string | null;
  score: number | string | null;
  band: string | null;
  effective_class: string | null;
  via: string | null;
}

/** Keeps the registration as it is at one version, and who wrote it. */
export async function insertVersion(
  tx: Knex.Transaction,
  options: { app: AppRow; actor: Actor; at: string; via: Via },
): Promise<void> {
  const { app, actor, at, via } = options;
  await tx(VERSIONS).insert({
    app_id: app.id,
    version: app.version,
    registration: JSON.stringify(app.registration),
    changed_by: actor.ref,
    changed_by_subject: actor.subject ?? null,
    at,
    envelope_hash: app.envelopeHash,
    score: app.score,
    band: app.band,
    effective_class: app.effectiveClass,
    via,
  });
}

/** Whoever changed a registration, the latest first, each account once. */
export async function changersOf(
  connection: Connection,
  appId: string,
  limit: number,
): Promise<readonly { readonly ref: string; readonly subject?: string }[]> {
  const records: { changed_by: string; changed_by_subject: string | null }[] =
    await connection(VERSIONS)
      .select('changed_by', 'changed_by_subject')
      .where({ app_id: appId })
      .andWhere('changed_by', 'like', 'user:%')
      .groupBy('changed_by', 'changed_by_subject')
      .orderByRaw('max(version) DESC')
      .limit(limit);
  return records.map(({ changed_by: ref, changed_by_subject: subject }) => ({
    ref,
    subject: subject ?? undefined,
  }));
}

/** Versions of one app, newest first, below `before` where it is given. */
export async function listVersionRows(
  connection: Connection,
  options: { appId: string; before?: number; limit: number },
): Promise<readonly VersionRow[]> {
  const { appId, before, limit } = options;
  const query = connection<VersionRecord>(VERSIONS)
    .where({ app_id: appId })
    .orderBy('version', 'desc')
    .limit(limit);
  if (before !== undefined) query.andWhere('version', '<', before);
  return (await query).map(record => ({
    version: Number(record.version),
    registration: JSON.parse(record.registration),
    changedBy: record.changed_by,
    at: record.at,
    envelopeHash: record.envelope_hash ?? undefined,
    score: record.score === null ? undefined : Number(record.score),
    band: (record.band ?? undefined) as VersionRow['band'],
    effectiveClass: (record.effective_class ??
      undefined) as VersionRow['effectiveClass'],
    via: (record.via ?? undefined) as VersionRow['via'],
  }));
}
