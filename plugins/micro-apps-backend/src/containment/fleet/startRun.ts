import {
  accept,
  refuse,
  withinBlastRadius,
  type BlastLimit,
  type HoldAction,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsAppContainPermission,
  type FleetRunView,
  type StartFleetRunRequest,
  type UndoFleetRunRequest,
} from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../../audit/appendAuditEntry';
import type { Command } from '../../kernel/commands';
import { enqueue } from '../../kernel/outbox';
import { SYSTEM_ACTOR, type Actor } from '../../kernel/types';
import { countApps } from '../../registry/DatabaseFleet';
import type { ContainmentDeps } from '../containmentDeps';
import {
  getRun,
  insertItems,
  insertRun,
  listItems,
  matchingApps,
  type FleetRunRow,
} from './DatabaseFleet';
import { requireFleetPerson } from './fleetActor';
import { wouldHold } from './previewStop';
import { runView, unknownRun } from './readRuns';

/** Outbox topic, payload `{ runId }`: the next apps of a run. */
export const FLEET_RUN = 'fleet.run';

const PAGE = 500;

/**
 * Begins to hold every app that the filter names. A person's emergency stop is
 * never throttled; it only has to be the one that she looked at.
 */
export function startRun(
  deps: ContainmentDeps,
): Command<StartFleetRunRequest, FleetRunView> {
  return {
    permission: microAppsAppContainPermission,
    decides: true,
    lists: true,
    async run(context, { action, reason, expectedApps, ...filter }) {
      const { actor, now, visible } = context;
      const { database, newId, settings } = deps;
      const may = requireFleetPerson(context, settings);
      if (!may.ok) return may;
      return await database.transaction(
        async (tx): Promise<Result<FleetRunView>> => {
          const appIds: string[] = [];
          let after: string | undefined;
          for (;;) {
            const apps = await matchingApps(
              tx,
              { filter, settings, visible },
              { after, limit: PAGE },
            );
            appIds.push(
              ...apps.filter(app => wouldHold(app, action)).map(({ id }) => id),
            );
            after = apps.at(-1)?.id;
            if (apps.length < PAGE) break;
          }
          if (appIds.length !== expectedApps) {
            return refuse(
              'changed-since-you-looked',
              `It would hold ${appIds.length} apps now. Look at the preview again`,
            );
          }
          const run = runOf(newId(), actor, now, { action, reason, filter });
          await begin(tx, run, {
            actor,
            now,
            items: appIds.map(appId => ({ appId })),
          });
          return accept(await runView(tx, run));
        },
      );
    },
  };
}

/**
 * Begins to hold these apps for the portal itself. It never holds more of them
 * than the limit allows: a rule that goes wrong stops at its preview
 * (requirements "Safe enforcement"). Where they cannot be counted, it does not
 * begin either.
 *
 * @param asked.affected - how many are compared with the limit: these, and
 *   those that the portal began to hold a short while ago
 */
export async function startAutomaticRun(
  tx: Knex.Transaction,
  { clock }: Pick<ContainmentDeps, 'clock'>,
  asked: {
    id: string;
    action: HoldAction;
    reason: string;
    items: readonly { appId: string; controlIds: readonly string[] }[];
    affected: number;
    limit?: BlastLimit;
  },
): Promise<Result<true>> {
  const { id, action, reason, items, affected, limit } = asked;
  const within = withinBlastRadius({
    affected: Math.max(affected, items.length),
    total: await countApps(tx),
    limit,
  });
  if (!within.ok) return within;
  const now = clock();
  const run = {
    ...runOf(id, SYSTEM_ACTOR, now, { action, reason, filter: {} }),
    automatic: true,
  };
  await begin(tx, run, { actor: SYSTEM_ACTOR, now, items });
  return within;
}

/**
 * Begins to release what a run holds. Each hold is looked at again then: one
 * that somebody has touched since stays, and so does what she may not release.
 */
export function undoRun(
  deps: ContainmentDeps,
): Command<UndoFleetRunRequest & { id: string }, FleetRunView> {
  return {
    permission: microAppsAppContainPermission,
    decides: true,
    lists: true,
    async run(context, { id, reason }) {
      const { actor, now, visible } = context;
      const { database, newId, settings } = deps;
      const may = requireFleetPerson(context, settings);
      if (!may.ok) return may;
      return await database.transaction(
        async (tx): Promise<Result<FleetRunView>> => {
          const undone = await getRun(tx, id);
          if (!undone) return unknownRun();
          if (undone.kind !== 'stop' || !undone.finishedAt) {
            return refuse(
              'not-in-this-state',
              undone.kind === 'stop'
                ? 'This run is still going on. Undo it when it is through'
                : 'This run undid another one. Hold the apps anew instead',
            );
          }
          const run: FleetRunRow = {
            ...runOf(newId(), actor, now, { ...undone, reason }),
            kind: 'undo',
            undoOf: id,
          };
          const items = await listItems(tx, {
            runId: id,
            state: 'done',
            limit: Number.MAX_SAFE_INTEGER,
            settings,
            visible,
          });
          await begin(tx, run, { actor, now, items });
          return accept(await runView(tx, run));
        },
      );
    },
  };
}

function runOf(
  id: string,
  actor: Actor,
  now: Date,
  what: Pick<FleetRunRow, 'action' | 'reason' | 'filter'>,
): FleetRunRow {
  const { action, reason, filter } = what;
  return {
    id,
    kind: 'stop',
    action,
    filter,
    reason,
    by: actor.ref,
    bySubject: actor.subject,
    groups: actor.groups ?? [],
    automatic: false,
    at: now.toISOString(),
  };
}

async function begin(
  tx: Knex.Transaction,
  run: FleetRunRow,
  how: {
    actor: Actor;
    now: Date;
    items: Parameters<typeof insertItems>[2];
  },
): Promise<void> {
  const { actor, now, items } = how;
  await insertRun(tx, run);
  await insertItems(tx, run.id, items);
  await appendAuditEntry(tx, {
    at: now,
    actor,
    action: run.kind === 'stop' ? 'fleet.stopped' : 'fleet.undone',
    summary:
      run.kind === 'stop'
        ? `${run.automatic ? 'Automatic hold' : 'Emergency stop'} of ${
            items.length
          } apps begun (${run.action})`
        : `Undoing of a run over ${items.length} apps begun`,
    details: {
      runId: run.id,
      undoOf: run.undoOf,
      choice: run.action,
      apps: items.length,
      automatic: run.automatic,
    },
    personal: { reason: run.reason, filter: run.filter },
  });
  await enqueue(tx, {
    topic: FLEET_RUN,
    key: `${FLEET_RUN}:${run.id}`,
    group: run.id,
    payload: { runId: run.id },
    at: now,
  });
}
