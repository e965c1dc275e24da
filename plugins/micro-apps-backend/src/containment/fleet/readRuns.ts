import { accept, refuse, type Result } from '@micro-apps/governance-core';
import {
  microAppsAppContainPermission,
  type FleetRunDetail,
  type FleetRunsResponse,
  type FleetRunView,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../../kernel/commands';
import { decodeCursor, encodeCursor } from '../../kernel/cursor';
import type { Connection } from '../../registry/AppStore';
import type { ContainmentDeps } from '../containmentDeps';
import {
  countItems,
  getRun,
  listItems,
  listRuns,
  type FleetRunRow,
} from './DatabaseFleet';
import { requireFleet } from './fleetActor';

interface Page {
  readonly limit: number;
  readonly cursor?: string;
}

/** The one refusal for a run that is not there. */
export function unknownRun(): Result<never> {
  return refuse('unknown-record', 'There is no such run');
}

/** The one refusal for a cursor of another list. */
export function unknownPlace(): Result<never> {
  return refuse(
    'invalid-input',
    'This place in the list is not known. Start from the first page',
  );
}

/** A run with how far it has come. */
export async function runView(
  connection: Connection,
  run: FleetRunRow,
): Promise<FleetRunView> {
  return {
    id: run.id,
    kind: run.kind,
    action: run.action,
    filter: { ...run.filter },
    reason: run.reason,
    by: run.by,
    at: run.at,
    automatic: run.automatic,
    undoOf: run.undoOf,
    finishedAt: run.finishedAt,
    counts: await countItems(connection, run.id),
  };
}

/** Every run, the newest first. */
export function readRuns(
  deps: ContainmentDeps,
): Command<Page, FleetRunsResponse> {
  return {
    permission: microAppsAppContainPermission,
    lists: true,
    async run(context, page) {
      const { knex } = deps.database;
      const may = requireFleet(context, deps.settings);
      if (!may.ok) return may;
      const found = await listRuns(knex, page);
      if (!found) return unknownPlace();
      const items: FleetRunView[] = [];
      for (const row of found.rows) items.push(await runView(knex, row));
      return accept({ items, nextCursor: found.nextCursor });
    },
  };
}

/** One run and a page of its apps, with what became of each. */
export function readRun(
  deps: ContainmentDeps,
): Command<Page & { id: string }, FleetRunDetail> {
  return {
    permission: microAppsAppContainPermission,
    lists: true,
    async run(context, { id, limit, cursor }) {
      const { apps, database, settings } = deps;
      const run = await getRun(database.knex, id);
      if (!run) return unknownRun();
      const may = requireFleet(context, settings);
      if (!may.ok) return may;
      const [after] = decodeCursor(cursor, 1) ?? [];
      if (cursor !== undefined && after === undefined) return unknownPlace();
      const rows = await listItems(database.knex, {
        runId: id,
        after,
        limit: limit + 1,
        settings,
        visible: context.visible,
      });
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      const items = [];
      for (const { appId, state, because } of shown) {
        const app = await apps.get(database.knex, appId);
        items.push({ appId, appName: app?.name ?? appId, state, because });
      }
      return accept({
        ...(await runView(database.knex, run)),
        items,
        nextCursor:
          rows.length > limit && last ? encodeCursor([last.appId]) : undefined,
      });
    },
  };
}
