import { accept } from '@micro-apps/governance-core';
import {
  microAppsEvidenceReadPermission,
  type WaitingArtefactsResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../../kernel/commands';
import type { BackendDeps } from '../../kernel/deps';
import { everyApproverGroup } from '../../kernel/settings';
import { holds } from '../../registry/appAccess';
import { listWaitingRows } from './DatabaseWaitingArtefacts';

/**
 * What the privacy office has to accept, the longest first; nothing for others.
 * On which of them somebody may decide, the form itself says.
 */
export function listWaiting(
  deps: BackendDeps,
): Command<{ limit: number; cursor?: string }, WaitingArtefactsResponse> {
  return {
    permission: microAppsEvidenceReadPermission,
    lists: true,
    async run({ actor, visible }, page) {
      const { database, settings } = deps;
      const groups = everyApproverGroup(settings, 'privacy');
      if (!holds(actor, groups)) return accept({ items: [] });
      return accept(
        await listWaitingRows(database.knex, { ...page, visible, settings }),
      );
    },
  };
}
