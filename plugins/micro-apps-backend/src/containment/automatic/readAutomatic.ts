import {
  accept,
  blastAllowance,
  controlById,
} from '@micro-apps/governance-core';
import {
  microAppsAppContainPermission,
  type AutomaticContainment,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../../kernel/commands';
import { containmentSettings } from '../../kernel/settings';
import { countApps } from '../../registry/DatabaseFleet';
import type { ContainmentDeps } from '../containmentDeps';
import { requireFleet } from '../fleet/fleetActor';
import { readLook } from './DatabaseLooks';

/** What is held without anybody asking, and what the last look found. */
export function readAutomatic(
  deps: Pick<ContainmentDeps, 'database' | 'settings'>,
): Command<object, AutomaticContainment> {
  return {
    permission: microAppsAppContainPermission,
    lists: true,
    async run(context) {
      const { database, settings } = deps;
      const may = requireFleet(context, settings);
      if (!may.ok) return may;
      const { automatic, limit } = containmentSettings(settings);
      const look = await readLook(database.knex);
      const { lookedAt, counts, refusedSet } = look;
      const total = await countApps(database.knex);
      return accept({
        rules: automatic.map(({ controlId, action, mode }) => ({
          controlId,
          title: controlById(controlId)?.title ?? controlId,
          action,
          mode,
          // A rule that came since the last look has not been counted.
          apps: Object.hasOwn(counts, controlId)
            ? counts[controlId]
            : undefined,
        })),
        lookedAt,
        most: blastAllowance({ total, limit }),
        // What is within the limit again is a warning no more.
        refused: refusedSet === undefined ? undefined : look.refused,
      });
    },
  };
}
