import { refuse, type Result } from '@micro-apps/governance-core';
import {
  microAppsLeaverManagePermission,
  type ConfirmLeaversRequest,
  type LeaversResponse,
} from '@micro-apps/plugin-micro-apps-common';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import type { Command } from '../kernel/commands';
import { enqueue } from '../kernel/outbox';
import { endPause, openPause } from './DatabasePauses';
import { leaveMissing } from './enforceMissing';
import { leaversPage } from './leaverCommands';
import { requirePlatformPerson } from './successionActor';
import type { SuccessionDeps } from './successionDeps';

/** Outbox topic, payload `{ since }`: whoever was missing then has left. */
export const LEAVERS_CONFIRMED = 'leavers.confirmed';

const FIRST_PAGE = { limit: 25 };

/** Many have really left at once: somebody has looked, and says so. */
export function confirmLeavers(
  deps: SuccessionDeps,
): Command<ConfirmLeaversRequest, LeaversResponse> {
  const { database, settings } = deps;
  return {
    permission: microAppsLeaverManagePermission,
    decides: true,
    async run(context, { missing }) {
      const may = requirePlatformPerson(context, settings);
      if (!may.ok) return may;
      const { actor, now } = context;
      return await database.transaction(
        async (tx): Promise<Result<LeaversResponse>> => {
          const pause = await openPause(tx);
          if (!pause) {
            return refuse(
              'not-in-this-state',
              'Nothing waits for a confirmation. Reload the page',
            );
          }
          if (pause.missing !== missing) {
            return refuse(
              'changed-since-you-looked',
              `${pause.missing} people are missing now. Look at it again`,
            );
          }
          const at = now.toISOString();
          await endPause(tx, {
            id: pause.id,
            ended: 'confirmed',
            by: actor.ref,
            at,
          });
          await appendAuditEntry(tx, {
            at: now,
            actor,
            action: 'leavers.resumed',
            summary: `Confirmed: ${missing} people who vanished at once have really left`,
            details: { pauseId: pause.id, outcome: 'confirmed', missing },
          });
          await enqueue(tx, {
            topic: LEAVERS_CONFIRMED,
            key: `${LEAVERS_CONFIRMED}:${pause.id}`,
            payload: { since: at },
            at: now,
          });
          return await leaversPage(tx, FIRST_PAGE);
        },
      );
    },
  };
}

/** Works the confirmation off. */
export function workConfirmed(deps: SuccessionDeps) {
  return async function work(payload: Record<string, unknown>): Promise<void> {
    await leaveMissing(deps, { until: String(payload.since) });
  };
}
