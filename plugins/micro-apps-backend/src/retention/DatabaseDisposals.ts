import type { Hold } from '@micro-apps/governance-core';
import type {
  DisposalCause,
  DisposalWay,
} from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { KEPT_THINGS } from '../gates/retentionRecords';
import type { Connection } from '../registry/AppStore';
import type { KeptRow } from './DatabaseKeptThings';

const RUNS = 'micro_apps_disposal_runs';
const DISPOSALS = 'micro_apps_disposals';

/** One disposal of data of an app. */
export interface DisposalRun {
  readonly id: string;
  readonly appId: string;
  readonly cause: DisposalCause;
  readonly how: DisposalWay;
  /** Window that it went by. */
  readonly retentionDays: number;
  /** What was kept when it began, and what of it was due. */
  readonly total: number;
  readonly due: number;
  readonly by: string;
  readonly bySubject?: string;
  readonly at: string;
  readonly finishedAt?: string;
}

/** How many things of a disposal stand where. */
export interface DisposalCounts {
  readonly waiting: number;
  readonly done: number;
  readonly held: number;
}

interface RunRecord {
  id: string;
  app_id: string;
  cause: string;
  how: string;
  retention_days: number | string;
  total: number | string;
  due: number | string;
  started_by: string;
  started_by_subject: string | null;
  started_at: string;
  finished_at: string | null;
  open_key: string | null;
}

interface DisposalRecord {
  run_id: string;
  position: number | string;
  app_id: string;
  environment: string;
  name: string;
  kind: string;
  received_at: string;
  state: string;
  held_for: string | null;
  done_at: string | null;
}

/** One thing that is to go. */
export interface DisposalRow {
  readonly position: number;
  readonly environment: string;
  readonly name: string;
}

/**
 * Writes a disposal and every thing of it, before any of them goes. Throws the
 * UNIQUE error while another of the app is not through.
 */
export async function insertRun(
  tx: Knex.Transaction,
  run: DisposalRun,
  things: readonly KeptRow[],
): Promise<void> {
  await tx<RunRecord>(RUNS).insert({
    id: run.id,
    app_id: run.appId,
    cause: run.cause,
    how: run.how,
    retention_days: run.retentionDays,
    total: run.total,
    due: run.due,
    started_by: run.by,
    started_by_subject: run.bySubject ?? null,
    started_at: run.at,
    open_key: run.appId,
  });
  await tx.batchInsert(
    DISPOSALS,
    things.map((thing, position) => ({
      run_id: run.id,
      position,
      app_id: run.appId,
      environment: thing.environment,
      name: thing.name,
      kind: thing.kind,
      received_at: thing.receivedAt,
      state: 'waiting',
    })),
    80,
  );
}

/** One disposal. */
export async function getRun(
  connection: Connection,
  id: string,
): Promise<DisposalRun | undefined> {
  const record = await connection<RunRecord>(RUNS).where({ id }).first();
  return record && toRun(record);
}

/** The disposal of an app that is not through. */
export async function openRun(
  connection: Connection,
  appId: string,
): Promise<DisposalRun | undefined> {
  const record = await connection<RunRecord>(RUNS)
    .where({ open_key: appId })
    .first();
  return record && toRun(record);
}

/** Disposals of an app, the newest first. */
export async function runsOfApp(
  connection: Connection,
  appId: string,
  limit = 10,
): Promise<readonly DisposalRun[]> {
  const records = await connection<RunRecord>(RUNS)
    .where({ app_id: appId })
    .orderBy([
      { column: 'started_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit);
  return records.map(toRun);
}

/** Counts of disposals, by id. */
export async function countsOf(
  connection: Connection,
  runIds: readonly string[],
): Promise<(id: string) => DisposalCounts> {
  const rows: { run_id: string; state: string; n: number | string }[] =
    await connection(DISPOSALS)
      .whereIn('run_id', [...runIds])
      .groupBy('run_id', 'state')
      .select('run_id', 'state', connection.raw('count(*) as n'));
  const counts = new Map<string, DisposalCounts>();
  for (const { run_id: id, state, n } of rows) {
    const known = counts.get(id) ?? { waiting: 0, done: 0, held: 0 };
    counts.set(id, { ...known, [state]: Number(n) });
  }
  return id => counts.get(id) ?? { waiting: 0, done: 0, held: 0 };
}

/** The next things of a disposal that are still to go. */
export async function waitingOf(
  connection: Connection,
  runId: string,
  limit: number,
): Promise<readonly DisposalRow[]> {
  const records = await connection<DisposalRecord>(DISPOSALS)
    .where({ run_id: runId, state: 'waiting' })
    .orderBy('position')
    .limit(limit);
  return records.map(({ position, environment, name }) => ({
    position: Number(position),
    environment,
    name,
  }));
}

/** Logs that things are gone, each once. */
export async function markDone(
  tx: Knex.Transaction,
  options: { runId: string; positions: readonly number[]; at: Date },
): Promise<void> {
  await tx<DisposalRecord>(DISPOSALS)
    .where({ run_id: options.runId, state: 'waiting' })
    .whereIn('position', [...options.positions])
    .update({ state: 'done', done_at: options.at.toISOString() });
}

/** Logs why the rest of a disposal stays. */
export async function markHeld(
  tx: Knex.Transaction,
  options: { runId: string; heldFor: Hold; at: Date },
): Promise<void> {
  await tx<DisposalRecord>(DISPOSALS)
    .where({ run_id: options.runId, state: 'waiting' })
    .update({
      state: 'held',
      held_for: options.heldFor,
      done_at: options.at.toISOString(),
    });
}

/**
 * Logs that data stays that holds something else than when it was ordered to
 * go: it has come in anew since, and its time is not over. Test data goes.
 */
export async function markNewer(
  tx: Knex.Transaction,
  options: { runId: string; at: Date },
): Promise<void> {
  await tx<DisposalRecord>(DISPOSALS)
    .where({ run_id: options.runId, state: 'waiting', kind: 'data' })
    .whereExists(
      tx({ k: KEPT_THINGS })
        .select(tx.raw('1'))
        .whereRaw(
          ['app_id', 'environment', 'name']
            .map(column => `k.${column} = ${DISPOSALS}.${column}`)
            .join(' and '),
        )
        .whereRaw(`k.received_at > ${DISPOSALS}.received_at`),
    )
    .update({
      state: 'held',
      held_for: 'newer',
      done_at: options.at.toISOString(),
    });
}

/** Ends a disposal; `false` when it has ended already. */
export async function finishRun(
  tx: Knex.Transaction,
  id: string,
  at: Date,
): Promise<boolean> {
  const changed = await tx<RunRecord>(RUNS)
    .where({ id })
    .whereNull('finished_at')
    .update({ finished_at: at.toISOString(), open_key: null });
  return changed === 1;
}

function toRun(record: RunRecord): DisposalRun {
  return {
    id: record.id,
    appId: record.app_id,
    cause: record.cause as DisposalCause,
    how: record.how as DisposalWay,
    retentionDays: Number(record.retention_days),
    total: Number(record.total),
    due: Number(record.due),
    by: record.started_by,
    bySubject: record.started_by_subject ?? undefined,
    at: record.started_at,
    finishedAt: record.finished_at ?? undefined,
  };
}
