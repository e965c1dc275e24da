import {
  accept,
  fleetPreview,
  floorDecision,
  HELD_STANDINGS,
  HOLD_ACTIONS,
  type AppStanding,
  type HoldAction,
} from '@micro-apps/governance-core';
import {
  microAppsAppContainPermission,
  type FleetStopPreview,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../../kernel/commands';
import type { AppRow, Connection } from '../../registry/AppStore';
import { credentialsOf } from '../../registry/DatabaseFleet';
import type { ContainmentDeps } from '../containmentDeps';
import {
  matchingApps,
  type FleetFilter,
  type Narrowing,
} from './DatabaseFleet';
import { requireFleet } from './fleetActor';

const PAGE = 500;
const EXAMPLES = 20;

/** How a standing compares with the others, free ones first. */
function strictness(standing: AppStanding): number {
  return HELD_STANDINGS.findIndex(held => held === standing);
}

/** Whether holding an app this way makes it stricter than it is. */
export function wouldHold(
  { standing }: Pick<AppRow, 'standing'>,
  action: HoldAction,
): boolean {
  return strictness(standing) < HOLD_ACTIONS.indexOf(action);
}

/** Looks at every app of a filter, page by page, and keeps counts only. */
export async function previewOf(
  connection: Connection,
  narrowing: Narrowing,
  action: HoldAction,
): Promise<FleetStopPreview> {
  const wanted = HELD_STANDINGS[HOLD_ACTIONS.indexOf(action)];
  const examples: FleetStopPreview['examples'][number][] = [];
  let credentials: ReadonlyMap<string, number> = new Map();
  const preview = fleetPreview<AppRow, 'now' | 'held'>({
    before: 'now',
    after: 'held',
    decide: (app, version) =>
      floorDecision({
        gate: 'issue-client',
        findings: [],
        band: app.band,
        approval: 'not-needed',
        standing:
          version === 'held' && wouldHold(app, action) ? wanted : app.standing,
        environmentIsProduction: false,
      }),
    idOf: ({ id }) => id,
    peopleOf: ({ registration: { owner, successor } }) =>
      successor ? [owner, successor] : [owner],
    credentialsOf: ({ id }) => credentials.get(id) ?? 0,
    onAffected: ({ id, name, standing }) => {
      if (examples.length < EXAMPLES) examples.push({ id, name, standing });
    },
  });
  let after: string | undefined;
  for (;;) {
    const apps = await matchingApps(connection, narrowing, {
      after,
      limit: PAGE,
    });
    credentials = await credentialsOf(
      connection,
      apps.map(({ id }) => id),
    );
    for (const app of apps) preview.add(app);
    after = apps.at(-1)?.id;
    if (apps.length < PAGE) break;
  }
  const { total, affected, people, credentials: taken } = preview.result();
  return {
    matching: total,
    apps: affected,
    people,
    credentials: taken,
    examples,
  };
}

/** What an emergency stop would touch, before anybody presses it. */
export function previewStop(
  deps: ContainmentDeps,
): Command<FleetFilter & { action: HoldAction }, FleetStopPreview> {
  return {
    permission: microAppsAppContainPermission,
    lists: true,
    async run(context, { action, ...filter }) {
      const { database, settings } = deps;
      const may = requireFleet(context, settings);
      if (!may.ok) return may;
      return accept(
        await previewOf(
          database.knex,
          { filter, settings, visible: context.visible },
          action,
        ),
      );
    },
  };
}
