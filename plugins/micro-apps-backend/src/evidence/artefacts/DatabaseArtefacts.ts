import type {
  ArtefactAnswers,
  ArtefactKind,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import type { Connection } from '../../registry/AppStore';

const ARTEFACTS = 'micro_apps_artefacts';
const VERSIONS = 'micro_apps_artefact_versions';
/** As many earlier versions as a page names. */
const SHOWN = 20;

/** One form of an app, as it is now. */
export interface ArtefactRow {
  readonly appId: string;
  readonly kind: ArtefactKind;
  readonly state: 'draft' | 'waiting' | 'finished';
  /** Counts what was saved, from 1. */
  readonly version: number;
  readonly answers: ArtefactAnswers;
  readonly changedBy: string;
  readonly changedBySubject?: string;
  readonly changedAt: string;
  readonly finishedBy?: string;
  readonly finishedBySubject?: string;
  readonly finishedAt?: string;
  readonly envelopeHash?: string;
  readonly contentDigest?: string;
  readonly reviewedBy?: string;
  readonly reviewedAt?: string;
  readonly reviewReason?: string;
  readonly evidenceId?: string;
}

interface ArtefactRecord {
  app_id: string;
  kind: string;
  state: string;
  version: number | string;
  answers: string;
  changed_by: string;
  changed_by_subject: string | null;
  changed_at: string;
  finished_by: string | null;
  finished_by_subject: string | null;
  finished_at: string | null;
  envelope_hash: string | null;
  content_digest: string | null;
  reviewed_by: string | null;
  reviewed_at: string | null;
  review_reason: string | null;
  evidence_id: string | null;
}

interface VersionRecord {
  app_id: string;
  kind: string;
  version: number | string;
  template_revision: number;
  answers: string;
  changed_by: string;
  changed_by_subject: string | null;
  changed_at: string;
}

/** One form; `undefined` while nothing was saved. */
export async function getArtefact(
  connection: Connection,
  { appId, kind }: Pick<ArtefactRow, 'appId' | 'kind'>,
): Promise<ArtefactRow | undefined> {
  const record = await connection<ArtefactRecord>(ARTEFACTS)
    .where({ app_id: appId, kind })
    .first();
  return record && toRow(record);
}

/** Every form of an app that was begun. */
export async function listArtefacts(
  connection: Connection,
  appId: string,
): Promise<readonly ArtefactRow[]> {
  const records = await connection<ArtefactRecord>(ARTEFACTS)
    .where({ app_id: appId })
    .orderBy('kind');
  return records.map(toRow);
}

/** Writes the row. The caller holds the app's lock. */
export async function putArtefact(
  tx: Knex.Transaction,
  row: ArtefactRow,
): Promise<void> {
  const record: ArtefactRecord = {
    app_id: row.appId,
    kind: row.kind,
    state: row.state,
    version: row.version,
    answers: JSON.stringify(row.answers),
    changed_by: row.changedBy,
    changed_by_subject: row.changedBySubject ?? null,
    changed_at: row.changedAt,
    finished_by: row.finishedBy ?? null,
    finished_by_subject: row.finishedBySubject ?? null,
    finished_at: row.finishedAt ?? null,
    envelope_hash: row.envelopeHash ?? null,
    content_digest: row.contentDigest ?? null,
    reviewed_by: row.reviewedBy ?? null,
    reviewed_at: row.reviewedAt ?? null,
    review_reason: row.reviewReason ?? null,
    evidence_id: row.evidenceId ?? null,
  };
  await tx<ArtefactRecord>(ARTEFACTS)
    .insert(record)
    .onConflict(['app_id', 'kind'])
    .merge();
}

/** Keeps what was saved; it is never changed again. */
export async function addVersion(
  tx: Knex.Transaction,
  row: ArtefactRow,
  templateRevision: number,
): Promise<void> {
  await tx<VersionRecord>(VERSIONS).insert({
    app_id: row.appId,
    kind: row.kind,
    version: row.version,
    template_revision: templateRevision,
    answers: JSON.stringify(row.answers),
    changed_by: row.changedBy,
    changed_by_subject: row.changedBySubject ?? null,
    changed_at: row.changedAt,
  });
}

/** Who saved what when, newest first. */
export async function listSaved(
  connection: Connection,
  { appId, kind }: Pick<ArtefactRow, 'appId' | 'kind'>,
): Promise<readonly { version: number; by: string; at: string }[]> {
  const records = await connection<VersionRecord>(VERSIONS)
    .select('version', 'changed_by', 'changed_at')
    .where({ app_id: appId, kind })
    .orderBy('version', 'desc')
    .limit(SHOWN);
  return records.map(({ version, changed_by, changed_at }) => ({
    version: Number(version),
    by: changed_by,
    at: changed_at,
  }));
}

function toRow(record: ArtefactRecord): ArtefactRow {
  return {
    appId: record.app_id,
    kind: record.kind as ArtefactKind,
    state: record.state as ArtefactRow['state'],
    version: Number(record.version),
    answers: JSON.parse(record.answers),
    changedBy: record.changed_by,
    changedBySubject: record.changed_by_subject ?? undefined,
    changedAt: record.changed_at,
    finishedBy: record.finished_by ?? undefined,
    finishedBySubject: record.finished_by_subject ?? undefined,
    finishedAt: record.finished_at ?? undefined,
    envelopeHash: record.envelope_hash ?? undefined,
    contentDigest: record.content_digest ?? undefined,
    reviewedBy: record.reviewed_by ?? undefined,
    reviewedAt: record.reviewed_at ?? undefined,
    reviewReason: record.review_reason ?? undefined,
    evidenceId: record.evidence_id ?? undefined,
  };
}
