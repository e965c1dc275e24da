import { accept, type Result } from '@micro-apps/governance-core';
import {
  microAppsAppCreatePermission,
  type RegisterRequest,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../kernel/commands';
import {
  keepKey,
  recordOfKey,
  type SentKey,
} from '../kernel/DatabaseIdempotencyKeys';
import type { BackendDeps } from '../kernel/deps';
import type { AppRow } from './AppStore';
import { registerMicroApp, type RegisterDeps } from './registerMicroApp';

/** Registers for the form's template and for callers of the API. */
export function registerApp(
  deps: RegisterDeps,
): Command<RegisterRequest, AppRow> {
  return {
    permission: microAppsAppCreatePermission,
    async run({ actor, now }, { idempotencyKey, ...content }) {
      const { registration, goldenPath } = content;
      const sent: SentKey | undefined =
        idempotencyKey === undefined
          ? undefined
          : {
              route: 'register',
              actor: actor.ref,
              key: idempotencyKey,
              content,
            };
      const earlier = await findEarlier(deps, sent);
      if (earlier) return earlier;
      const made = await registerMicroApp(deps, {
        actor,
        now,
        registration,
        goldenPath,
        via: goldenPath ? 'template' : 'api',
        alongside: async (tx, { id }) => {
          if (sent) await keepKey(tx, sent, { recordId: id, at: now });
        },
      });
      if (made.ok || made.refusal.code !== 'name-taken') return made;
      // The same run, twice at once: the other one was first.
      return (await findEarlier(deps, sent)) ?? made;
    },
  };
}

/** What this key did already; undefined: nothing. */
async function findEarlier(
  { database, apps }: BackendDeps,
  sent: SentKey | undefined,
): Promise<Result<AppRow> | undefined> {
  const id = sent && (await recordOfKey(database.knex, sent));
  if (!id?.ok) return id;
  const app = await apps.get(database.knex, id.value);
  return app && accept(app);
}
