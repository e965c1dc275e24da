import { accept } from '@micro-apps/governance-core';
import {
  microAppsAppCreatePermission,
  type RegisterRequest,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command, CommandContext } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import type { AppRow } from './AppStore';
import { appOfKey, keepKey } from './DatabaseRegistrationKeys';
import { registerMicroApp, type RegisterDeps } from './registerMicroApp';

/** Registers for the form's template and for callers of the API. */
export function registerApp(
  deps: RegisterDeps,
): Command<RegisterRequest, AppRow> {
  return {
    permission: microAppsAppCreatePermission,
    async run(context, { registration, goldenPath, idempotencyKey: key }) {
      const { actor, now } = context;
      const earlier = await findEarlier(deps, context, key);
      if (earlier) return accept(earlier);
      const made = await registerMicroApp(deps, {
        actor,
        now,
        registration,
        goldenPath,
        via: goldenPath ? 'template' : 'api',
        alongside: async (tx, { id }) => {
          if (key) {
            await keepKey(
              tx,
              { actor: actor.ref, key },
              { appId: id, at: now },
            );
          }
        },
      });
      if (made.ok || made.refusal.code !== 'name-taken') return made;
      // The same run, twice at once: the other one was first.
      const winner = await findEarlier(deps, context, key);
      return winner ? accept(winner) : made;
    },
  };
}

async function findEarlier(
  { database, apps }: BackendDeps,
  { actor }: CommandContext,
  key: string | undefined,
): Promise<AppRow | undefined> {
  if (!key) return undefined;
  const id = await appOfKey(database.knex, { actor: actor.ref, key });
  return id ? await apps.get(database.knex, id) : undefined;
}
