import type { HoldAction } from '@micro-apps/governance-core';
import { normaliseRef } from '@micro-apps/governance-core';
import type { FleetItemState } from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { pageByInstant } from '../../kernel/DatabasePage';
import type { Settings } from '../../kernel/settings';
import {
  whereVisible,
  type AppCriteria,
} from '../../permissions/DatabaseAppCriteria';
import type { AppRow, Connection } from '../../registry/AppStore';
import { APP_USES, useName } from '../../registry/DatabaseAppUses';
import {
  APPS,
  toAppRow,
  type AppRecord,
} from '../../registry/DatabaseAppStore';
import { OVER } from '../../registry/DatabaseFleet';

const RUNS = 'micro_apps_fleet_runs';
const ITEMS = 'micro_apps_fleet_items';

/** Which apps a run is about; all that is given has to fit. */
export interface FleetFilter {
  readonly vendor?: string;
  readonly scope?: string;
  readonly owner?: string;
  readonly unit?: string;
}

/** What narrows the apps of a run. */
export interface Narrowing {
  readonly filter: FleetFilter;
  readonly settings: Settings;
  readonly visible?: AppCriteria;
}

/** One run. */
export interface FleetRunRow {
  readonly id: string;
  readonly kind: 'stop' | 'undo';
  readonly action: HoldAction;
  readonly filter: FleetFilter;
  readonly reason: string;
  readonly by: string;
  readonly bySubject?: string;
  /** Groups that she was in when she began it. */
  readonly groups: readonly string[];
  readonly automatic: boolean;
  readonly undoOf?: string;
  readonly at: string;
  readonly finishedAt?: string;
}

interface RunRecord {
  id: string;
  kind: string;
  action: string;
  filter: string;
  reason: string;
  started_by: string;
  started_by_subject: string | null;
  started_groups: string;
  automatic: number;
  undo_of: string | null;
  started_at: string;
  finished_at: string | null;
}

interface ItemRecord {
  run_id: string;
  app_id: string;
  state: string;
  because: string | null;
  hold_id: string | null;
  replaced_hold_id: string | null;
  done_at: string | null;
  control_ids: string | null;
}

/** One app of a run. */
export interface FleetItemRow {
  readonly appId: string;
  readonly state: FleetItemState;
  readonly because?: string;
  readonly holdId?: string;
  readonly replacedHoldId?: string;
  /** Of an automatic run: the controls that it is to be held for. */
  readonly controlIds?: readonly string[];
}

/** What became of one app. */
export type ItemOutcome = Omit<FleetItemRow, 'appId' | 'controlIds'>;

function matching(connection: Connection, narrowing: Narrowing) {
  const { filter, settings, visible } = narrowing;
  const { vendor, scope, owner, unit } = filter;
  const query: Knex.QueryBuilder = connection(APPS).whereNotIn(
    'standing',
    OVER,
  );
  if (owner) {
    const me = normaliseRef(owner);
    query.andWhere(any => any.where({ owner: me }).orWhere({ successor: me }));
  }
  if (unit) {
    query.where({ business_unit: normaliseRef(unit, 'group') });
  }
  for (const [kind, text] of [
    ['vendor', vendor],
    ['scope', scope],
  ] as const) {
    if (!text) continue;
    query.whereIn(
      'id',
      connection(APP_USES)
        .select('app_id')
        .where({ kind, name: useName(kind, text) }),
    );
  }
  whereVisible(query, { connection, settings, criteria: visible });
  return query;
}

/** A page of the apps that a filter names, by id. */
export async function matchingApps(
  connection: Connection,
  narrowing: Narrowing,
  page: { after?: string; limit: number },
): Promise<readonly AppRow[]> {
  const query = matching(connection, narrowing).orderBy('id').limit(page.limit);
  if (page.after !== undefined) query.andWhere('id', '>', page.after);
  const records: AppRecord[] = await query;
  return records.map(toAppRow);
}

/** Writes a run that begins. */
export async function insertRun(
  tx: Knex.Transaction,
  run: FleetRunRow,
): Promise<void> {
  await tx(RUNS).insert({
    id: run.id,
    kind: run.kind,
    action: run.action,
    filter: JSON.stringify(run.filter),
    reason: run.reason,
    started_by: run.by,
    started_by_subject: run.bySubject ?? null,
    started_groups: JSON.stringify(run.groups),
    automatic: run.automatic ? 1 : 0,
    undo_of: run.undoOf ?? null,
    started_at: run.at,
  });
}

/** Adds apps to a run, to be done one by one. */
export async function insertItems(
  tx: Knex.Transaction,
  runId: string,
  items: readonly Omit<FleetItemRow, 'state' | 'because'>[],
): Promise<void> {
  if (items.length === 0) return;
  await tx.batchInsert(
    ITEMS,
    items.map(item => ({
      run_id: runId,
      app_id: item.appId,
      state: 'waiting',
      hold_id: item.holdId ?? null,
      replaced_hold_id: item.replacedHoldId ?? null,
      control_ids: item.controlIds ? JSON.stringify(item.controlIds) : null,
    })),
    100,
  );
}

/** One run. */
export async function getRun(
  connection: Connection,
  id: string,
): Promise<FleetRunRow | undefined> {
  const record = await connection<RunRecord>(RUNS).where({ id }).first();
  return record && toRun(record);
}

/** A page of the runs, the newest first. */
export async function listRuns(
  connection: Connection,
  page: { limit: number; cursor?: string },
): Promise<{ rows: readonly FleetRunRow[]; nextCursor?: string } | undefined> {
  const found = await pageByInstant<'started_at', RunRecord>(connection(RUNS), {
    column: 'started_at',
    direction: 'desc',
    limit: page.limit,
    cursor: page.cursor,
  });
  return found && { ...found, rows: found.rows.map(toRun) };
}

/** How many apps of a run stand where. */
export async function countItems(
  connection: Connection,
  runId: string,
): Promise<Record<FleetItemState, number>> {
  const rows: { state: FleetItemState; n: number | string }[] =
    await connection(ITEMS)
      .where({ run_id: runId })
      .groupBy('state')
      .select('state', connection.raw('count(*) as n'));
  const counts = { waiting: 0, done: 0, skipped: 0, failed: 0 };
  for (const { state, n } of rows) counts[state] = Number(n);
  return counts;
}

/** A page of the apps of a run, by id; of those that wait, if told so. */
export async function listItems(
  connection: Connection,
  options: {
    runId: string;
    state?: FleetItemState;
    after?: string;
    limit: number;
    settings?: Settings;
    visible?: AppCriteria;
  },
): Promise<readonly FleetItemRow[]> {
  const { runId, state, after, limit, settings, visible } = options;
  const query = connection<ItemRecord>(ITEMS)
    .where({ run_id: runId })
    .orderBy('app_id')
    .limit(limit);
  if (state) query.andWhere({ state });
  if (after !== undefined) query.andWhere('app_id', '>', after);
  if (settings) {
    whereVisible(query, {
      connection,
      settings,
      criteria: visible,
      column: 'app_id',
    });
  }
  const records: ItemRecord[] = await query;
  return records.map(record => ({
    appId: record.app_id,
    state: record.state as FleetItemState,
    because: record.because ?? undefined,
    holdId: record.hold_id ?? undefined,
    replacedHoldId: record.replaced_hold_id ?? undefined,
    controlIds: record.control_ids ? JSON.parse(record.control_ids) : undefined,
  }));
}

/** Notes what became of one app; `false` when that is noted already. */
export async function settleItem(
  tx: Knex.Transaction,
  item: { runId: string; appId: string; at: Date } & ItemOutcome,
): Promise<boolean> {
  const changed = await tx<ItemRecord>(ITEMS)
    .where({ run_id: item.runId, app_id: item.appId, state: 'waiting' })
    .update({
      state: item.state,
      because: item.because?.slice(0, 500) ?? null,
      done_at: item.at.toISOString(),
      ...(item.holdId !== undefined && { hold_id: item.holdId }),
      ...(item.replacedHoldId !== undefined && {
        replaced_hold_id: item.replacedHoldId,
      }),
    });
  return changed === 1;
}

/** Ends a run; `false` when it has ended already. */
export async function finishRun(
  tx: Knex.Transaction,
  id: string,
  at: Date,
): Promise<boolean> {
  const changed = await tx<RunRecord>(RUNS)
    .where({ id })
    .whereNull('finished_at')
    .update({ finished_at: at.toISOString() });
  return changed === 1;
}

function toRun(record: RunRecord): FleetRunRow {
  return {
    id: record.id,
    kind: record.kind as FleetRunRow['kind'],
    action: record.action as HoldAction,
    filter: JSON.parse(record.filter),
    reason: record.reason,
    by: record.started_by,
    bySubject: record.started_by_subject ?? undefined,
    groups: JSON.parse(record.started_groups),
    automatic: Number(record.automatic) === 1,
    undoOf: record.undo_of ?? undefined,
    at: record.started_at,
    finishedAt: record.finished_at ?? undefined,
  };
}
