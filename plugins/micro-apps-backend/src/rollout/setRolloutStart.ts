import { accept } from '@micro-apps/governance-core';
import {
  microAppsRolloutUpdatePermission,
  type RolloutStartRequest,
  type RolloutStartView,
} from '@micro-apps/plugin-micro-apps-common';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import type { Command } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import { putStart, readStart } from './DatabaseRollout';
import { requireRollout } from './rolloutActor';

/** Says when the 90 days begin; every week follows from it. */
export function setRolloutStart({
  database,
  settings,
}: Pick<BackendDeps, 'database' | 'settings'>): Command<
  RolloutStartRequest,
  RolloutStartView
> {
  return {
    permission: microAppsRolloutUpdatePermission,
    async run(context, { startsAt }) {
      const may = requireRollout(context, settings);
      if (!may.ok) return may;
      const { actor, now } = context;
      return await database.transaction(async tx => {
        const before = await readStart(tx);
        const start = {
          startsAt: new Date(startsAt).toISOString(),
          setBy: actor.ref,
          setAt: now.toISOString(),
        };
        if (before?.startsAt === start.startsAt) return accept(before);
        await putStart(tx, start);
        await appendAuditEntry(tx, {
          at: now,
          actor,
          action: 'rollout.started',
          summary: `${actor.ref} set the first day of the rollout`,
          details: {
            startsAt: start.startsAt,
            before: before?.startsAt ?? null,
          },
        });
        return accept(start);
      });
    },
  };
}
