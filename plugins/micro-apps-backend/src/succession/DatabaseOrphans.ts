import type { Candidates, Rung } from '@micro-apps/governance-core';
import type { OrphanEnd } from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { OFFERS, ORPHANS } from '../gates/DatabaseSuccessionLedger';
import { pageByInstant } from '../kernel/DatabasePage';
import type { Settings } from '../kernel/settings';
import {
  whereVisible,
  type AppCriteria,
} from '../permissions/DatabaseAppCriteria';
import type { Connection } from '../registry/AppStore';

/** Stable subjects by reference. */
export type Subjects = Readonly<Record<string, string>>;

/** The search for a new owner of an app. */
export interface OrphanRow {
  readonly id: string;
  readonly appId: string;
  readonly leaverId: string;
  readonly leaver: string;
  readonly orphanedAt: string;
  readonly candidates: Candidates;
  /** Whom a candidate's name stood for, by reference, where it is known. */
  readonly subjects?: Subjects;
  readonly platformTeam: string;
  readonly rung: Rung;
  readonly dueAt?: string;
  readonly endedAt?: string;
  readonly ended?: OrphanEnd;
  readonly newOwner?: string;
}

interface OrphanRecord {
  id: string;
  app_id: string;
  leaver_id: string;
  leaver: string;
  orphaned_at: string;
  candidates: string;
  candidate_subjects: string | null;
  platform_team: string;
  rung: string;
  due_at: string | null;
  ended_at: string | null;
  ended: string | null;
  ended_by: string | null;
  new_owner: string | null;
  open_key: string | null;
}

/** Begins one. Throws the UNIQUE error while another one is on. */
export async function insertOrphan(
  tx: Knex.Transaction,
  row: OrphanRow,
): Promise<void> {
  await tx<OrphanRecord>(ORPHANS).insert({
    id: row.id,
    app_id: row.appId,
    leaver_id: row.leaverId,
    leaver: row.leaver,
    orphaned_at: row.orphanedAt,
    candidates: JSON.stringify(row.candidates),
    candidate_subjects: row.subjects ? JSON.stringify(row.subjects) : null,
    platform_team: row.platformTeam,
    rung: row.rung,
    due_at: row.dueAt ?? null,
    open_key: row.appId,
  });
}

/** One, or `undefined`. */
export async function getOrphan(
  connection: Connection,
  id: string,
): Promise<OrphanRow | undefined> {
  const record = await connection<OrphanRecord>(ORPHANS).where({ id }).first();
  return record && toOrphan(record);
}

/** The search of now for an app, if there is one. */
export async function openOrphan(
  connection: Connection,
  appId: string,
): Promise<OrphanRow | undefined> {
  const record = await connection<OrphanRecord>(ORPHANS)
    .where({ open_key: appId })
    .first();
  return record && toOrphan(record);
}

/** Every search for an app that is over, the newest first. */
export async function endedOrphans(
  connection: Connection,
  appId: string,
): Promise<readonly OrphanRow[]> {
  const records = await connection<OrphanRecord>(ORPHANS)
    .where({ app_id: appId })
    .whereNotNull('ended_at')
    .orderBy([
      { column: 'orphaned_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(10);
  return records.map(toOrphan);
}

/** The next searches because of somebody that are still on, by their ids. */
export async function openOrphansOf(
  connection: Connection,
  leaverId: string,
  { after, limit }: { after: string; limit: number },
): Promise<readonly OrphanRow[]> {
  const records = await connection<OrphanRecord>(ORPHANS)
    .where({ leaver_id: leaverId })
    .whereNotNull('open_key')
    .andWhere('id', '>', after)
    .orderBy('id')
    .limit(limit);
  return records.map(toOrphan);
}

/** Notes who is asked now, and until when. */
export async function moveOrphan(
  tx: Knex.Transaction,
  { id, rung, dueAt }: { id: string; rung: Rung; dueAt?: string },
): Promise<void> {
  await tx<OrphanRecord>(ORPHANS)
    .where({ id })
    .update({ rung, due_at: dueAt ?? null });
}

/** Ends one. */
export async function endOrphan(
  tx: Knex.Transaction,
  end: {
    id: string;
    ended: OrphanEnd;
    by: string;
    newOwner?: string;
    at: string;
  },
): Promise<void> {
  await tx<OrphanRecord>(ORPHANS)
    .where({ id: end.id })
    .update({
      ended: end.ended,
      ended_at: end.at,
      ended_by: end.by,
      new_owner: end.newOwner ?? null,
      open_key: null,
    });
}

/**
 * One page of searches that are on, the longest first.
 *
 * @param query.askedOf - only what this person or one of these groups was asked
 * @returns `undefined` when the place in the list is not one of this list's
 */
export async function listOpenOrphans(
  connection: Connection,
  query: {
    askedOf?: { readonly refs: readonly string[]; readonly subject?: string };
    visible?: AppCriteria;
    settings: Settings;
    limit: number;
    cursor?: string;
  },
): Promise<{ rows: readonly OrphanRow[]; nextCursor?: string } | undefined> {
  const { askedOf, visible, settings, limit, cursor } = query;
  const open: Knex.QueryBuilder = connection(ORPHANS).whereNull('ended_at');
  if (askedOf) {
    open.whereIn(
      'id',
      connection(OFFERS)
        .select('orphan_id')
        .whereIn('offered_to', [...askedOf.refs])
        .whereIn('offered_subject', ['', askedOf.subject ?? '']),
    );
  }
  whereVisible(open, {
    connection,
    settings,
    criteria: visible,
    column: 'app_id',
  });
  const page = await pageByInstant<'orphaned_at', OrphanRecord>(open, {
    column: 'orphaned_at',
    direction: 'asc',
    limit,
    cursor,
  });
  return page && { ...page, rows: page.rows.map(toOrphan) };
}

/** Which of some searches somebody may see. */
export async function visibleOrphans(
  connection: Connection,
  query: {
    ids: readonly string[];
    visible?: AppCriteria;
    settings: Settings;
  },
): Promise<ReadonlySet<string>> {
  const { ids, visible, settings } = query;
  const found: Knex.QueryBuilder = connection(ORPHANS).whereIn('id', [...ids]);
  whereVisible(found, {
    connection,
    settings,
    criteria: visible,
    column: 'app_id',
  });
  return new Set(await found.pluck('id'));
}

function toOrphan(record: OrphanRecord): OrphanRow {
  return {
    id: record.id,
    appId: record.app_id,
    leaverId: record.leaver_id,
    leaver: record.leaver,
    orphanedAt: record.orphaned_at,
    candidates: JSON.parse(record.candidates),
    subjects: JSON.parse(record.candidate_subjects ?? '{}'),
    platformTeam: record.platform_team,
    rung: record.rung as Rung,
    dueAt: record.due_at ?? undefined,
    endedAt: record.ended_at ?? undefined,
    ended: (record.ended ?? undefined) as OrphanRow['ended'],
    newOwner: record.new_owner ?? undefined,
  };
}
