import { accept } from '@micro-apps/governance-core';
import {
  microAppsAppReadPermission,
  type HistoryResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import { accessOf, requireRead } from '../registry/appAccess';
import { unknownApp } from '../registry/unknownApp';
import { readHistoryPage } from './DatabaseHistory';

/** What happened to an app, for its owner, reviewers and administrators. */
export function readHistory(
  deps: BackendDeps,
): Command<{ id: string; limit: number; cursor?: string }, HistoryResponse> {
  return {
    permission: microAppsAppReadPermission,
    async run({ actor }, { id, limit, cursor }) {
      const { database, apps, settings } = deps;
      const app = await apps.get(database.knex, id);
      if (!app) return unknownApp();
      const allowed = requireRead(accessOf({ actor, app, settings }));
      if (!allowed.ok) return allowed;
      return accept(
        await readHistoryPage(database.knex, { appId: id, limit, cursor }),
      );
    },
  };
}
