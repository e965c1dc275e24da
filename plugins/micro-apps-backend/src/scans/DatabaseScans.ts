import type { ScanRun } from '@micro-apps/plugin-micro-apps-common';
import { rowsTogether } from '../kernel/DatabaseTogether';
import type { Connection } from '../registry/AppStore';

const TABLE = 'micro_apps_scans';

interface ScanRecord {
  id: string;
  app_id: string;
  commit_id: string;
  state: string;
  step: string | null;
  done: number;
  total: number;
  started_by: string;
  started_at: string;
  finished_at: string | null;
  reason: string | null;
  open_key: string | null;
}

/** One run, and which app it is about. */
export interface StoredScan extends ScanRun {
  readonly appId: string;
}

const newest = rowsTogether<ScanRecord>({
  columns: ['app_id'],
  rows: connection => connection(TABLE),
  newest: { by: 'started_at', limit: 1 },
});

/** Writes a queued run. Throws the UNIQUE error when one is under way. */
export async function insertScan(
  connection: Connection,
  scan: { id: string; appId: string; commit: string; by: string; at: Date },
): Promise<void> {
  await connection<ScanRecord>(TABLE).insert({
    id: scan.id,
    app_id: scan.appId,
    commit_id: scan.commit,
    state: 'queued',
    done: 0,
    total: 0,
    started_by: scan.by,
    started_at: scan.at.toISOString(),
    open_key: scan.appId,
  });
}

/** Takes a queued run; `false` when somebody took it, or it is over. */
export async function beginScan(
  connection: Connection,
  id: string,
): Promise<boolean> {
  const changed = await connection<ScanRecord>(TABLE)
    .where({ id, state: 'queued' })
    .update({ state: 'running', step: 'Starting the scanner' });
  return changed === 1;
}

/** Notes progress of a run that is under way. */
export async function updateScan(
  connection: Connection,
  id: string,
  change: { step: string; done: number; total: number },
): Promise<void> {
  await connection<ScanRecord>(TABLE)
    .where({ id })
    .whereNotNull('open_key')
    .update(change);
}

/** Ends a run; `false` when it had ended already. */
export async function finishScan(
  connection: Connection,
  id: string,
  end: { state: 'done' | 'failed'; reason?: string; at: Date },
): Promise<boolean> {
  const changed = await connection<ScanRecord>(TABLE)
    .where({ id })
    .whereNotNull('open_key')
    .update({
      state: end.state,
      step: null,
      reason: end.reason ?? null,
      finished_at: end.at.toISOString(),
      open_key: null,
    });
  return changed === 1;
}

/** One run. */
export async function getScan(
  connection: Connection,
  id: string,
): Promise<StoredScan | undefined> {
  const record = await connection<ScanRecord>(TABLE).where({ id }).first();
  return record && toScan(record);
}

/** The run of an app that is waited for. */
export async function getOpenScan(
  connection: Connection,
  appId: string,
): Promise<StoredScan | undefined> {
  const record = await connection<ScanRecord>(TABLE)
    .where({ open_key: appId })
    .first();
  return record && toScan(record);
}

/** The last run of an app. */
export async function newestScan(
  connection: Connection,
  appId: string,
): Promise<StoredScan | undefined> {
  const [record] = await newest(connection, appId);
  return record && toScan(record);
}

/** Runs of an app, newest first. */
export async function listScans(
  connection: Connection,
  appId: string,
  limit: number,
): Promise<readonly StoredScan[]> {
  const records = await connection<ScanRecord>(TABLE)
    .where({ app_id: appId })
    .orderBy('started_at', 'desc')
    .limit(limit);
  return records.map(toScan);
}

/** Runs that somebody waits for. */
export async function listOpenScans(
  connection: Connection,
): Promise<readonly StoredScan[]> {
  const records = await connection<ScanRecord>(TABLE).whereNotNull('open_key');
  return records.map(toScan);
}

function toScan(record: ScanRecord): StoredScan {
  return {
    id: record.id,
    appId: record.app_id,
    commit: record.commit_id,
    state: record.state as ScanRun['state'],
    step: record.step ?? undefined,
    done: record.done,
    total: record.total,
    startedAt: record.started_at,
    finishedAt: record.finished_at ?? undefined,
    reason: record.reason ?? undefined,
  };
}

/** What people see of one. */
export function scanView({ appId: _app, ...view }: StoredScan): ScanRun {
  return view;
}
