import {
  incidentCircumstances,
  missingForRelease,
  refuse,
  releaseItself,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsAppUpdatePermission,
  type ContainmentView,
} from '@micro-apps/plugin-micro-apps-common';
import { lockApp } from '../gates/DatabaseAppLock';
import { incidentsOfApp } from '../gates/DatabaseIncidentLedger';
import type { Command } from '../kernel/commands';
import { accessOf, requireEdit } from '../registry/appAccess';
import { unknownApp } from '../registry/unknownApp';
import { requireDirect } from '../separation/requireDirect';
import type { ContainmentDeps } from './containmentDeps';
import { openHold } from './DatabaseHolds';
import { prepareFindings } from './openControls';
import { readView } from './readContainment';
import { changedMeanwhile } from './refusals';
import { releaseHold } from './releaseHold';

/**
 * Releases an app from quarantine because the controls that it is held for are
 * met again, and no incident of high severity is open. Nobody's word is needed; the checks are looked at in the
 * transaction that frees it. A copy comes back only where its own commit meets
 * them: one that was mended by a newer commit is promoted anew.
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
          const causes = hold.controlIds;
          const to = releaseItself({
            standing: app.standing,
            heldFrom: hold.heldFrom,
            findings: await findingsOf(tx, app, commit),
            causes,
            highIncidentOpen:
              incidentCircumstances({
                incidents: await incidentsOfApp(tx, id),
                now: now.toISOString(),
              }).highIncidentOpen === true,
          });
          if (!to.ok) return to;
          return await releaseHold(tx, deps, context, {
            app,
            hold,
            to: to.value,
            ended: 'released-by-checks',
            allows: async ran =>
              ran === commit ||
              missingForRelease({
                findings: await findingsOf(tx, app, ran),
                causes,
              }).length === 0,
          });
        },
      );
      return done.ok ? await readView(deps, context, id) : done;
    },
  };
}
