import {
  confirmDisposal as mayConfirm,
  refuse,
} from '@micro-apps/governance-core';
import {
  microAppsDisposalConfirmPermission,
  type ConfirmDisposalRequest,
  type RetentionView,
} from '@micro-apps/plugin-micro-apps-common';
import { lockApp } from '../gates/DatabaseAppLock';
import type { Command } from '../kernel/commands';
import { onceForApp } from '../kernel/DatabaseIdempotencyKeys';
import { unknownApp } from '../registry/unknownApp';
import { requireDirect } from '../separation/requireDirect';
import { openRun } from './DatabaseDisposals';
import { lookBy, settleLook } from './DatabaseLooks';
import { endingActorOf } from '../separation/endingActorOf';
import { planOf } from './planOf';
import { readView } from './readRetention';
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
    async run(context, { id, confirmedDue, idempotencyKey }) {
      const { database, settings } = deps;
      const { actor, now } = context;
      const direct = requireDirect(context);
      if (!direct.ok) return direct;
      const done = await database.transaction(async tx => {
        const app = await lockApp(tx, id);
        if (!app) return unknownApp();
        const may = mayConfirm(endingActorOf(actor, app, settings));
        if (!may.ok) return may;
        const once = {
          route: 'disposal.confirm',
          actor: actor.ref,
          key: idempotencyKey,
          appId: id,
          content: { confirmedDue },
          at: now,
        } as const;
        return await onceForApp(tx, once, async () => {
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
          return may;
        });
      });
      return done.ok ? await readView(deps, context, { id }) : done;
    },
  };
}
