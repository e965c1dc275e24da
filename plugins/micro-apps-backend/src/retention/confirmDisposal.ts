import {
  accept,
  confirmDisposal as mayConfirm,
  refuse,
} from '@micro-apps/governance-core';
import {
  microAppsDisposalConfirmPermission,
  type ConfirmDisposalRequest,
  type RetentionView,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../kernel/commands';
import { openRun } from './DatabaseDisposals';
import { lookBy, settleLook } from './DatabaseLooks';
import { endingActorOf } from '../separation/endingActorOf';
import { decideOnce } from './decideOnce';
import { planOf } from './planOf';
import { keepingOf, type RetentionDeps } from './retentionDeps';
import { startDisposal } from './startDisposal';

/**
 * Lets more of an app's data go than goes by itself: exactly as much as the
 * person saw in the dry run (reliability B11).
 */
export function confirmDisposal(
  deps: RetentionDeps,
): Command<ConfirmDisposalRequest & { id: string }, RetentionView> {
  return {
    permission: microAppsDisposalConfirmPermission,
    decides: true,
    run(context, { id, confirmedDue, idempotencyKey }) {
      const { actor, now } = context;
      return decideOnce(deps, context, {
        id,
        route: 'disposal.confirm',
        key: idempotencyKey,
        content: { confirmedDue },
        may: async (_, app) =>
          mayConfirm(endingActorOf(actor, app, deps.settings)),
        async act(tx, app) {
          if (await openRun(tx, id)) {
            return refuse(
              'busy',
              'Data of this app is going at this moment. Try again in a minute',
            );
          }
          const keeping = await keepingOf(tx, deps, { app, now });
          const { allowed, due } = planOf(keeping, confirmedDue);
          if (!allowed.ok) return allowed;
          if (due.length !== confirmedDue) {
            return refuse(
              'changed-since-you-looked',
              `By now ${due.length} are due. Look at the dry run again`,
            );
          }
          await startDisposal(tx, deps, {
            app,
            cause: 'confirmed',
            things: due,
            total: keeping.things.length,
            actor,
            at: now,
          });
          await lookBy(tx, id, now.toISOString());
          await settleLook(tx, id, { waitingCount: null });
          return accept(true);
        },
      });
    },
  };
}
