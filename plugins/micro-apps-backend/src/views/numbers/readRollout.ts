import {
  accept,
  isEnforcedSomewhere,
  rolloutBoard,
} from '@micro-apps/governance-core';
import {
  microAppsNumbersReadPermission,
  type RolloutResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../../kernel/commands';
import type { BackendDeps } from '../../kernel/deps';
import { holds } from '../../registry/appAccess';
import { readStart, readTicks } from '../../rollout/DatabaseRollout';
import { currentCounts } from './countEverything';
import { requireNumbers } from './numbersAccess';

/** The board of the first 90 days: what the portal knows, and what people said. */
export function readRollout(
  deps: BackendDeps,
): Command<Record<string, never>, RolloutResponse> {
  return {
    permission: microAppsNumbersReadPermission,
    async run({ actor, now }) {
      const { database, settings, policy } = deps;
      const may = requireNumbers(actor, settings);
      if (!may.ok) return may;
      const [{ counts, countedAt }, start, ticks, rules] = await Promise.all([
        currentCounts(deps),
        readStart(database.knex),
        readTicks(database.knex),
        policy.describe(),
      ]);
      const { posture, pipelineResults, deployed } = counts;
      return accept({
        countedAt,
        start,
        mayChange: holds(actor, settings.administrators),
        steps: rolloutBoard({
          startsAt: start?.startsAt,
          ticks,
          now,
          facts: {
            rulesEnforced: rules.rules.some(isEnforcedSomewhere),
            registeredApps: posture.inUse,
            clients: posture.clients,
            pipelineResults,
            dlpProved: posture.checks.dlp.yes,
            logsProved: posture.checks.logging.yes,
            deployed,
          },
        }),
      });
    },
  };
}
