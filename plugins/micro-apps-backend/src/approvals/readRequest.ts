import { accept } from '@micro-apps/governance-core';
import {
  microAppsAppReadPermission,
  type RequestView,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../kernel/commands';
import { getRequest } from './DatabaseRequests';
import { readSubject, type ApprovalsDeps } from './kinds';
import { unknownRequest } from './refusals';
import { viewOf } from './requestView';

/** One request, for the owner's side and reviewers. */
export function readRequest(
  deps: ApprovalsDeps,
): Command<{ id: string }, RequestView> {
  return {
    permission: microAppsAppReadPermission,
    async run({ actor }, { id }) {
      const connection = deps.database.knex;
      const request = await getRequest(connection, id);
      const known = request && (await readSubject(deps, connection, request));
      if (!request || !known) return unknownRequest();
      const { subject } = known;
      const allowed = known.kind.mayRead({ request, subject, actor });
      if (!allowed.ok) return allowed;
      return accept(
        await viewOf(deps, { ...known, connection, request, actor }),
      );
    },
  };
}
