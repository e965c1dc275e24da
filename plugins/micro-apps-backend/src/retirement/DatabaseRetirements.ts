import type { AppStanding } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { REQUESTS, type RequestRecord } from '../gates/requestRecords';
import {
  KEPT_THINGS,
  RETIREMENTS,
  type RetirementRecord,
} from '../gates/retentionRecords';
import type { Connection } from '../registry/AppStore';

/** The end of one app. */
export interface RetirementRow {
  readonly id: string;
  readonly appId: string;
  readonly from: AppStanding;
  readonly reason: string;
  readonly by: string;
  readonly bySubject?: string;
  readonly at: string;
  readonly disposeAt: string;
  readonly accessEndedAt?: string;
  readonly problem?: string;
  readonly disposedAt?: string;
}

/** Writes one; an app ends once. */
export async function insertRetirement(
  tx: Knex.Transaction,
  row: RetirementRow,
): Promise<void> {
  await tx<RetirementRecord>(RETIREMENTS).insert({
    id: row.id,
    app_id: row.appId,
    retired_from: row.from,
    reason: row.reason,
    retired_by: row.by,
    retired_by_subject: row.bySubject ?? null,
    retired_at: row.at,
    dispose_at: row.disposeAt,
  });
}

/** The end of an app, if it has ended. */
export async function retirementOf(
  connection: Connection,
  appId: string,
): Promise<RetirementRow | undefined> {
  const record = await connection<RetirementRecord>(RETIREMENTS)
    .where({ app_id: appId })
    .first();
  return record && toRow(record);
}

/** Ids of apps that have ended, and whose access has not. */
export async function appsLosingAccess(
  connection: Connection,
): Promise<readonly string[]> {
  return await connection<RetirementRecord>(RETIREMENTS)
    .whereNull('access_ended_at')
    .orderBy('app_id')
    .pluck('app_id');
}

/** Notes how far the end has come; `null`: not any more. */
export async function noteRetirement(
  connection: Connection,
  appId: string,
  progress: {
    accessEndedAt?: string | null;
    problem?: string | null;
    disposedAt?: string;
  },
): Promise<void> {
  const { accessEndedAt, problem, disposedAt } = progress;
  await connection<RetirementRecord>(RETIREMENTS)
    .where({ app_id: appId })
    .update({
      ...(accessEndedAt !== undefined && { access_ended_at: accessEndedAt }),
      ...(problem !== undefined && { problem }),
      ...(disposedAt !== undefined && { disposed_at: disposedAt }),
    });
}

/** How many things the portal knows that an app keeps. */
export async function countThings(
  connection: Connection,
  appId: string,
): Promise<number> {
  return await countOf(connection(KEPT_THINGS).where({ app_id: appId }));
}

/** How many copies, or sign-ins, of an app are there. */
export async function countPresent(
  connection: Connection,
  appId: string,
  kind: 'runtime' | 'client',
): Promise<number> {
  return await countOf(
    connection('micro_apps_resources').where({
      app_id: appId,
      kind,
      state: 'present',
    }),
  );
}

/** How many requests about an app nobody has decided. */
export async function countUndecided(
  connection: Connection,
  appId: string,
): Promise<number> {
  return await countOf(
    connection<RequestRecord>(REQUESTS)
      .where({ app_id: appId })
      .whereNotNull('open_key'),
  );
}

/** Notes that nothing is left of the places where an app ran. */
export async function placesGone(
  tx: Knex.Transaction,
  appId: string,
  at: Date,
): Promise<void> {
  await tx('micro_apps_resources')
    .where({ app_id: appId, kind: 'runtime' })
    .update({
      state: 'failed',
      reason: 'It went with the app',
      external_id: null,
      updated_at: at.toISOString(),
    });
}

/** Environments where an app has a place. */
export async function placesOf(
  connection: Connection,
  appId: string,
): Promise<readonly string[]> {
  return await connection('micro_apps_resources')
    .where({ app_id: appId, kind: 'runtime' })
    .orderBy('environment')
    .pluck('environment');
}

async function countOf(query: Knex.QueryBuilder): Promise<number> {
  const rows: { n: number | string }[] = await query.count({ n: '*' });
  return Number(rows[0]?.n ?? 0);
}

function toRow(record: RetirementRecord): RetirementRow {
  return {
    id: record.id,
    appId: record.app_id,
    from: record.retired_from as AppStanding,
    reason: record.reason,
    by: record.retired_by,
    bySubject: record.retired_by_subject ?? undefined,
    at: record.retired_at,
    disposeAt: record.dispose_at,
    accessEndedAt: record.access_ended_at ?? undefined,
    problem: record.problem ?? undefined,
    disposedAt: record.disposed_at ?? undefined,
  };
}
