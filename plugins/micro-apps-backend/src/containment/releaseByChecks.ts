import { refuse, type Result } from '@micro-apps/governance-core';
import {
  microAppsAppUpdatePermission,
  type ContainmentView,
} from '@micro-apps/plugin-micro-apps-common';
import { lockApp } from '../gates/DatabaseAppLock';
import type { Command } from '../kernel/commands';
import { accessOf, requireEdit } from '../registry/appAccess';
import { unknownApp } from '../registry/unknownApp';
import { requireDirect } from '../separation/requireDirect';
import type { ContainmentDeps } from './containmentDeps';
import { openHold } from './DatabaseHolds';
import { freeByChecks } from './freeByChecks';
import { prepareFindings } from './openControls';
import { readView } from './readContainment';
import { changedMeanwhile } from './refusals';

/**
 * Releases an app from quarantine because the controls that it is held for are
 * met again. Nobody's word is needed; the checks are looked at in the
 * transaction that frees it.
 */
export function releaseByChecks(
  deps: ContainmentDeps,
): Command<{ id: string; expectedVersion: number }, ContainmentView> {
  return {
    permission: microAppsAppUpdatePermission,
    decides: true,
    async run(context, { id, expectedVersion }) {
      const direct = requireDirect(context);
      if (!direct.ok) return direct;
      const { actor, now } = context;
      const { apps, database, repository, settings } = deps;
      const seen = await apps.get(database.knex, id);
      if (!seen) return unknownApp();
      const allowed = requireEdit(accessOf({ actor, app: seen, settings }));
      if (!allowed.ok) return allowed;
      const findingsOf = await prepareFindings(deps, seen, now);
      if (!findingsOf) {
        return refuse(
          'busy',
          'The integration catalog cannot be reached, so nothing can be judged now. Try again in a minute',
        );
      }
      const commit = await repository?.head(id);
      const done = await database.transaction(
        async (tx): Promise<Result<true>> => {
          const app = await lockApp(tx, id);
          if (!app) return unknownApp();
          if (app.version !== expectedVersion || app.version !== seen.version) {
            return changedMeanwhile();
          }
          const hold = await openHold(tx, id);
          if (!hold) {
            return refuse('not-in-this-state', 'Nobody holds this app');
          }
          return await freeByChecks(tx, deps, context, {
            app,
            hold,
            commit,
            findingsOf,
          });
        },
      );
      return done.ok ? await readView(deps, context, id) : done;
    },
  };
}
