import { accept } from '@micro-apps/governance-core';
import {
  microAppsEvidenceReadPermission,
  type LogsResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import { accessOf, requireRead } from '../registry/appAccess';
import { unknownApp } from '../registry/unknownApp';

const MAX_LOG_LINES = 500;

/** The newest lines of the sandbox's log. */
export function readSandboxLogs(
  deps: BackendDeps,
): Command<{ id: string; limit?: number }, LogsResponse> {
  return {
    permission: microAppsEvidenceReadPermission,
    async run({ actor }, { id, limit = 100 }) {
      const { database, apps, settings, deployment } = deps;
      const app = await apps.get(database.knex, id);
      if (!app) return unknownApp();
      const allowed = requireRead(accessOf({ actor, app, settings }));
      if (!allowed.ok) return allowed;
      const items = await deployment?.logs({
        appId: id,
        environment: 'sandbox',
        limit: Math.min(limit, MAX_LOG_LINES),
      });
      return accept({ items: items ?? [] });
    },
  };
}
