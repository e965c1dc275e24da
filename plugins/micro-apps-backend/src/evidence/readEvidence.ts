import { accept, refuse, type Result } from '@micro-apps/governance-core';
import {
  microAppsEvidenceReadPermission,
  type EvidenceDetail,
  type EvidenceResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command, CommandContext } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import { accessOf, requireRead } from '../registry/appAccess';
import { unknownApp } from '../registry/unknownApp';
import { getEvidence, listEvidence } from './DatabaseEvidence';

const LIMIT = 100;

/** The newest proofs of an app. */
export function readEvidenceList(
  deps: BackendDeps,
): Command<{ id: string }, EvidenceResponse> {
  return {
    permission: microAppsEvidenceReadPermission,
    async run(context, { id }) {
      const allowed = await mayRead(deps, context, id);
      if (!allowed.ok) return allowed;
      return accept({
        items: await listEvidence(deps.database.knex, id, LIMIT),
      });
    },
  };
}

/** One proof with the tool's own words. */
export function readEvidenceDetail(
  deps: BackendDeps,
): Command<{ id: string; evidenceId: string }, EvidenceDetail> {
  return {
    permission: microAppsEvidenceReadPermission,
    async run(context, { id, evidenceId }) {
      const allowed = await mayRead(deps, context, id);
      if (!allowed.ok) return allowed;
      const found = await getEvidence(deps.database.knex, {
        appId: id,
        id: evidenceId,
      });
      return found
        ? accept(found)
        : refuse('unknown-record', 'There is no such result');
    },
  };
}

async function mayRead(
  { database, apps, settings }: BackendDeps,
  { actor }: CommandContext,
  id: string,
): Promise<Result<true>> {
  const app = await apps.get(database.knex, id);
  return app ? requireRead(accessOf({ actor, app, settings })) : unknownApp();
}
