import { APPROVER_ROLES, type ApproverRole } from '@micro-apps/governance-core';
import type { MembersOf } from '../directory/membersOf';
import type { BackendDeps } from '../kernel/deps';
import { enqueueNotice } from '../kernel/notices';
import { approverGroups } from '../kernel/settings';
import { countWaitingFor } from './DatabaseQueue';

/**
 * Alarms the administrators, once a day, when requests wait for a role that
 * nobody holds any more: its group was deleted, or everybody has left it. The
 * requests wait; nothing is ever approved because there is nobody to ask
 * (reliability E5).
 */
export function watchApprovers(
  deps: Pick<BackendDeps, 'clock' | 'database' | 'logger' | 'settings'> & {
    membersOf: MembersOf;
  },
) {
  const { clock, database, logger, membersOf, settings } = deps;
  const units = [
    undefined,
    ...Object.keys(settings.approversByBusinessUnit ?? {}),
  ];
  // A unit without groups of its own asks those of everybody.
  const isAsked = (role: ApproverRole, unit: string | undefined) =>
    unit === undefined ||
    settings.approversByBusinessUnit?.[unit]?.[role] !== undefined;
  return async function watch(): Promise<void> {
    for (const role of APPROVER_ROLES) {
      const waiting = await countWaitingFor(database.knex, role);
      if (waiting === 0) continue;
      for (const unit of units) {
        if (!isAsked(role, unit)) continue;
        const groups = approverGroups(settings, role, unit);
        if ((await membersOf(groups)).length > 0) continue;
        const at = clock();
        const whose = unit ? ` for ${unit}` : '';
        logger.error(`Nobody holds the approver role ${role}${whose}`);
        await database.transaction(tx =>
          enqueueNotice(tx, {
            key: `approvers-missing:${role}:${unit ?? ''}:${at
              .toISOString()
              .slice(0, 10)}`,
            kind: 'approvers.missing',
            to: { administrators: true },
            title: `Nobody can decide as ${role}${whose}`,
            text: `${waiting} ${
              waiting === 1 ? 'request waits' : 'requests wait'
            }, and the group is gone or empty. Name another one under microApps.approvers.`,
            link: '/micro-apps/review',
            urgent: true,
            at,
          }),
        );
      }
    }
  };
}
