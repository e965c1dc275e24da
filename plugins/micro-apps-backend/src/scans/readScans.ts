import { accept } from '@micro-apps/governance-core';
import {
  microAppsEvidenceReadPermission,
  type ScansResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import { accessOf, requireRead } from '../registry/appAccess';
import { unknownApp } from '../registry/unknownApp';
import { listScans, scanView } from './DatabaseScans';

/** Runs of an app's scans, newest first. */
export function readScans(
  deps: BackendDeps,
): Command<{ id: string; limit: number }, ScansResponse> {
  return {
    permission: microAppsEvidenceReadPermission,
    async run({ actor }, { id, limit }) {
      const { database, apps, settings } = deps;
      const app = await apps.get(database.knex, id);
      if (!app) return unknownApp();
      const allowed = requireRead(accessOf({ actor, app, settings }));
      if (!allowed.ok) return allowed;
      const scans = await listScans(database.knex, id, limit);
      return accept({ items: scans.map(scanView) });
    },
  };
}
