import {
  accept,
  releaseApp,
  samePerson,
  type HeldStanding,
} from '@micro-apps/governance-core';
import {
  microAppsAppContainPermission,
  type HeldApp,
  type HeldAppsResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../../kernel/commands';
import { accessOf } from '../../registry/appAccess';
import { personOf, reviewerOf } from '../../separation/appActor';
import type { ContainmentDeps } from '../containmentDeps';
import { listOpenHolds } from '../DatabaseHolds';
import { viewOf } from '../readContainment';
import { requireFleet } from './fleetActor';
import { unknownPlace } from './readRuns';

/** Every app that is held now, the longest first, for platform teams. */
export function listHeld(
  deps: ContainmentDeps,
): Command<
  { standing?: HeldStanding; limit: number; cursor?: string },
  HeldAppsResponse
> {
  return {
    permission: microAppsAppContainPermission,
    lists: true,
    async run(context, query) {
      const { apps, database, settings } = deps;
      const { actor, visible } = context;
      const may = requireFleet(context, settings);
      if (!may.ok) return may;
      const page = await listOpenHolds(database.knex, {
        ...query,
        settings,
        visible,
      });
      if (!page) return unknownPlace();
      const items: HeldApp[] = [];
      for (const hold of page.rows) {
        const app = await apps.get(database.knex, hold.appId);
        if (!app) continue;
        const { isOwner, isSuccessor } = accessOf({ actor, app, settings });
        items.push({
          appId: app.id,
          appName: app.name,
          owner: app.registration.owner,
          version: app.version,
          hold: viewOf(hold),
          mayRelease: releaseApp({
            standing: app.standing,
            heldFrom: hold.heldFrom,
            actor: {
              ...reviewerOf(actor, app, settings),
              isOwner: isOwner || isSuccessor,
            },
            imposedByActor: samePerson(personOf(actor), {
              ref: hold.by,
              subject: hold.bySubject,
              groups: [],
            }),
          }).ok,
        });
      }
      return accept({ items, nextCursor: page.nextCursor });
    },
  };
}
