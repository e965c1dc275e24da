import {
  HELD_STANDINGS,
  type AppStanding,
  type HeldStanding,
} from '@micro-apps/governance-core';
import type { HoldEnd } from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { pageByInstant } from '../kernel/DatabasePage';
import type { Settings } from '../kernel/settings';
import {
  whereVisible,
  type AppCriteria,
} from '../permissions/DatabaseAppCriteria';
import { SYSTEM_ACTOR } from '../kernel/types';
import type { Connection } from '../registry/AppStore';

const HOLDS = 'micro_apps_holds';

/** One time that an app was held. */
export interface HoldRow {
  readonly id: string;
  readonly appId: string;
  readonly standing: HeldStanding;
  /** How the app stood before anybody held it. */
  readonly heldFrom: AppStanding;
  readonly reason: string;
  /** Controls that it is held for; empty: all that the promote gate asks for. */
  readonly controlIds: readonly string[];
  readonly by: string;
  readonly bySubject?: string;
  readonly at: string;
  /** What the sandbox ran when it was stopped. */
  readonly sandboxCommit?: string;
  /** Since when nothing runs any more and nobody signs in. */
  readonly confirmedAt?: string;
  readonly problem?: string;
  readonly endedAt?: string;
  readonly endedBy?: string;
  readonly ended?: HoldEnd;
  readonly endReason?: string;
}

/** Whether the portal holds it by itself, for checks that failed. */
export function isPortals({
  by,
  controlIds,
}: Pick<HoldRow, 'by' | 'controlIds'>): boolean {
  return by === SYSTEM_ACTOR.ref && controlIds.length > 0;
}

/** The columns as both databases return them. */
interface HoldRecord {
  id: string;
  app_id: string;
  standing: string;
  held_from: string;
  reason: string;
  control_ids: string;
  imposed_by: string;
  imposed_by_subject: string | null;
  imposed_at: string;
  sandbox_commit: string | null;
  confirmed_at: string | null;
  problem: string | null;
  ended_at: string | null;
  ended_by: string | null;
  ended_by_subject: string | null;
  ended: string | null;
  end_reason: string | null;
  open_key: string | null;
}

/** Writes one that begins. Throws the UNIQUE error while another is open. */
export async function insertHold(
  tx: Knex.Transaction,
  hold: HoldRow,
): Promise<void> {
  await tx<HoldRecord>(HOLDS).insert({
    id: hold.id,
    app_id: hold.appId,
    standing: hold.standing,
    held_from: hold.heldFrom,
    reason: hold.reason,
    control_ids: JSON.stringify(hold.controlIds),
    imposed_by: hold.by,
    imposed_by_subject: hold.bySubject ?? null,
    imposed_at: hold.at,
    sandbox_commit: hold.sandboxCommit ?? null,
    confirmed_at: hold.confirmedAt ?? null,
    open_key: hold.appId,
  });
}

/** Ends an open one. */
export async function endHold(
  tx: Knex.Transaction,
  end: {
    id: string;
    ended: HoldEnd;
    by: string;
    bySubject?: string;
    at: string;
    reason?: string;
  },
): Promise<void> {
  await tx<HoldRecord>(HOLDS)
    .where({ id: end.id })
    .whereNull('ended_at')
    .update({
      ended: end.ended,
      ended_at: end.at,
      ended_by: end.by,
      ended_by_subject: end.bySubject ?? null,
      end_reason: end.reason ?? null,
      open_key: null,
    });
}

/** How an app is held now, if it is. */
export async function openHold(
  connection: Connection,
  appId: string,
): Promise<HoldRow | undefined> {
  const record = await connection<HoldRecord>(HOLDS)
    .where({ open_key: appId })
    .first();
  return record && toHoldRow(record);
}

/** Every time that an app was held, the newest first. */
export async function holdsOfApp(
  connection: Connection,
  appId: string,
  limit = 20,
): Promise<readonly HoldRow[]> {
  const records = await connection<HoldRecord>(HOLDS)
    .where({ app_id: appId })
    .orderBy([
      { column: 'imposed_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit);
  return records.map(toHoldRow);
}

/**
 * A page of what is held now, the longest first.
 * @returns `undefined` when the place in the list is not one of this list's
 */
export async function listOpenHolds(
  connection: Connection,
  query: {
    standing?: HeldStanding;
    limit: number;
    cursor?: string;
    settings: Settings;
    visible?: AppCriteria;
  },
): Promise<{ rows: readonly HoldRow[]; nextCursor?: string } | undefined> {
  const { standing, limit, cursor, settings, visible } = query;
  const open: Knex.QueryBuilder = connection(HOLDS)
    .whereIn('standing', standing ? [standing] : [...HELD_STANDINGS])
    .whereNull('ended_at');
  whereVisible(open, {
    connection,
    settings,
    criteria: visible,
    column: 'app_id',
  });
  const page = await pageByInstant<'imposed_at', HoldRecord>(open, {
    column: 'imposed_at',
    direction: 'asc',
    limit,
    cursor,
  });
  return page && { ...page, rows: page.rows.map(toHoldRow) };
}

/** A page of what the portal holds by itself, but for what it suspended. */
export async function portalsHolds(
  connection: Connection,
  page: { after?: string; limit: number },
): Promise<readonly HoldRow[]> {
  const records = await connection<HoldRecord>(HOLDS)
    .where({ imposed_by: SYSTEM_ACTOR.ref })
    .whereIn('standing', ['restricted', 'quarantined'])
    .whereNot({ control_ids: '[]' })
    .andWhere('open_key', '>', page.after ?? '')
    .orderBy('open_key')
    .limit(page.limit);
  return records.map(toHoldRow);
}

/** Ids of the apps of which nothing may run. */
export async function stoppedApps(
  connection: Connection,
): Promise<readonly string[]> {
  return await connection<HoldRecord>(HOLDS)
    .whereNotNull('open_key')
    .whereIn('standing', ['quarantined', 'suspended'])
    .orderBy('app_id')
    .pluck('app_id');
}

/** Notes how far taking back has come. */
export async function noteProgress(
  connection: Connection,
  id: string,
  progress: {
    sandboxCommit?: string;
    /** `null`: something was found that runs after all. */
    confirmedAt?: string | null;
    problem?: string | null;
  },
): Promise<void> {
  const { sandboxCommit, confirmedAt, problem } = progress;
  await connection<HoldRecord>(HOLDS)
    .where({ id })
    .update({
      ...(sandboxCommit !== undefined && { sandbox_commit: sandboxCommit }),
      ...(confirmedAt !== undefined && { confirmed_at: confirmedAt }),
      ...(problem !== undefined && { problem }),
    });
}

function toHoldRow(record: HoldRecord): HoldRow {
  return {
    id: record.id,
    appId: record.app_id,
    standing: record.standing as HeldStanding,
    heldFrom: record.held_from as AppStanding,
    reason: record.reason,
    controlIds: JSON.parse(record.control_ids),
    by: record.imposed_by,
    bySubject: record.imposed_by_subject ?? undefined,
    at: record.imposed_at,
    sandboxCommit: record.sandbox_commit ?? undefined,
    confirmedAt: record.confirmed_at ?? undefined,
    problem: record.problem ?? undefined,
    endedAt: record.ended_at ?? undefined,
    endedBy: record.ended_by ?? undefined,
    ended: (record.ended ?? undefined) as HoldRow['ended'],
    endReason: record.end_reason ?? undefined,
  };
}
