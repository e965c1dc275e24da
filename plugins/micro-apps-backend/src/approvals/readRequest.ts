import { accept } from '@micro-apps/governance-core';
import {
  microAppsAppReadPermission,
  type RequestView,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import { accessOf, requireRead } from '../registry/appAccess';
import { getRequest } from './DatabaseRequests';
import { unknownRequest } from './refusals';
import { viewOf } from './requestView';

/** One request, for the owner's side and reviewers. */
export function readRequest(
  deps: BackendDeps,
): Command<{ id: string }, RequestView> {
  return {
    permission: microAppsAppReadPermission,
    async run({ actor }, { id }) {
      const { database, apps, settings } = deps;
      const connection = database.knex;
      const request = await getRequest(connection, id);
      const app = request && (await apps.get(connection, request.appId));
      if (!request || !app) return unknownRequest();
      const allowed = requireRead(accessOf({ actor, app, settings }));
      if (!allowed.ok) return allowed;
      return accept(await viewOf(deps, { connection, app, request, actor }));
    },
  };
}
