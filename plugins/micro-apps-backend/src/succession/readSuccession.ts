import { accept } from '@micro-apps/governance-core';
import {
  microAppsSuccessionReadPermission,
  type OrphansResponse,
  type OrphanView,
  type SuccessionView,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command, CommandContext } from '../kernel/commands';
import type { AppRow } from '../registry/AppStore';
import { appsById } from '../registry/DatabaseAppsById';
import { unknownApp } from '../registry/unknownApp';
import { endedOrphans, listOpenOrphans, openOrphan } from './DatabaseOrphans';
import {
  claimsOf,
  knowOrphan,
  mayAccept,
  mayDecline,
  viewOf,
} from './orphanView';
import { isPlatformTeam, unknownPlace } from './successionActor';
import type { SuccessionDeps } from './successionDeps';

/** Whether an app looks for a new owner, and what this person can say to it. */
export async function successionOf(
  { database, settings }: SuccessionDeps,
  { actor, now }: Pick<CommandContext, 'actor' | 'now'>,
  app: AppRow,
): Promise<SuccessionView> {
  const { knex } = database;
  const orphan = await openOrphan(knex, app.id);
  const known = orphan && (await knowOrphan(knex, { app, orphan }));
  const earlier: OrphanView[] = [];
  for (const ended of await endedOrphans(knex, app.id)) {
    const was = await knowOrphan(knex, { app, orphan: ended });
    earlier.push(viewOf(was, { actor, settings }));
  }
  return {
    orphan: known && viewOf(known, { actor, settings }),
    earlier,
    viewer: {
      mayAccept: known !== undefined && mayAccept(known, { actor, now }).ok,
      mayDecline: known !== undefined && mayDecline(known, { actor, now }).ok,
    },
  };
}

/** `GET /v1/apps/:id/succession`. */
export function readSuccession(
  deps: SuccessionDeps,
): Command<{ id: string }, SuccessionView> {
  return {
    permission: microAppsSuccessionReadPermission,
    async run(context, { id }) {
      const app = await deps.apps.get(deps.database.knex, id);
      return app
        ? accept(await successionOf(deps, context, app))
        : unknownApp();
    },
  };
}

/** Every search for platform teams; for others what they were asked. */
export function listOrphans(
  deps: SuccessionDeps,
): Command<
  { show: 'open' | 'mine'; limit: number; cursor?: string },
  OrphansResponse
> {
  const { database, settings } = deps;
  return {
    permission: microAppsSuccessionReadPermission,
    lists: true,
    async run({ actor, visible }, { show, ...place }) {
      const viewNow = async (about: Parameters<typeof knowOrphan>[1]) =>
        viewOf(await knowOrphan(database.knex, about), { actor, settings });
      const all = show === 'open' && isPlatformTeam(actor, settings);
      const page = await listOpenOrphans(database.knex, {
        ...place,
        askedOf: all
          ? undefined
          : { refs: claimsOf(actor), subject: actor.subject },
        visible,
        settings,
      });
      if (!page) return unknownPlace();
      const ids = page.rows.map(({ appId }) => appId);
      const found = await appsById(database.knex, ids);
      const items = await Promise.all(
        page.rows.flatMap(orphan => {
          const app = found.get(orphan.appId);
          return app ? [viewNow({ app, orphan })] : [];
        }),
      );
      return accept({ items, nextCursor: page.nextCursor });
    },
  };
}
