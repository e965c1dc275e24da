import {
  accept,
  isTickedByPerson,
  refuse,
  type Result,
  type RolloutStepId,
} from '@micro-apps/governance-core';
import {
  microAppsRolloutUpdatePermission,
  type RolloutTickRequest,
  type RolloutTickView,
} from '@micro-apps/plugin-micro-apps-common';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import type { Command } from '../kernel/commands';
import { isUniqueViolation } from '../kernel/database';
import type { BackendDeps } from '../kernel/deps';
import { addTick, removeTick } from './DatabaseRollout';
import { requireRollout } from './rolloutActor';

/**
 * A person says that a step is done, or takes that back. What the portal can
 * see for itself nobody ticks.
 */
export function tickRolloutStep({
  database,
  settings,
}: Pick<BackendDeps, 'database' | 'settings'>): Command<
  RolloutTickRequest & { step: RolloutStepId },
  RolloutTickView
> {
  return {
    permission: microAppsRolloutUpdatePermission,
    async run(context, { step, done, note }) {
      const may = requireRollout(context, settings);
      if (!may.ok) return may;
      if (!isTickedByPerson(step)) {
        return refuse(
          'not-in-this-state',
          'The portal answers this step by itself; nobody ticks it',
        );
      }
      const { actor, now } = context;
      const at = now.toISOString();
      const write = () =>
        database.transaction(async (tx): Promise<Result<RolloutTickView>> => {
          const changed = done
            ? await addTick(tx, step, { by: actor.ref, at, note })
            : await removeTick(tx, step);
          if (!changed) return alreadySo(done);
          await appendAuditEntry(tx, {
            at: now,
            actor,
            action: done ? 'rollout.ticked' : 'rollout.unticked',
            summary: `${actor.ref} ${
              done
                ? 'says that a step of the rollout is done'
                : 'took back that a step of the rollout is done'
            }`,
            details: { step },
            personal: { note },
          });
          return accept({ step, done });
        });
      return await write().catch(error => {
        // Somebody else ticked it at the same moment.
        if (!isUniqueViolation(error)) throw error;
        return alreadySo(done);
      });
    },
  };
}

function alreadySo(done: boolean): Result<never> {
  return refuse(
    'changed-since-you-looked',
    done
      ? 'Somebody has ticked this step already. Reload the page'
      : 'This step is not ticked. Reload the page',
  );
}
