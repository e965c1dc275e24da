import { accept, hasEnded, refuse } from '@micro-apps/governance-core';
import {
  microAppsAppScanPermission,
  type ScanRun,
} from '@micro-apps/plugin-micro-apps-common';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { Command } from '../kernel/commands';
import { isUniqueViolation } from '../kernel/database';
import type { BackendDeps } from '../kernel/deps';
import { enqueue } from '../kernel/outbox';
import { accessOf, requireEdit } from '../registry/appAccess';
import { unknownApp } from '../registry/unknownApp';
import { getOpenScan, getScan, insertScan, scanView } from './DatabaseScans';
import { RUN_SCAN } from './runScan';

/**
 * Orders all scans of the newest commit. The backend chooses the commit, not
 * the maker (architecture, Evidence provenance). While a run is under way,
 * asking again shows that run.
 */
export function startScan(deps: BackendDeps): Command<{ id: string }, ScanRun> {
  return {
    permission: microAppsAppScanPermission,
    async run({ actor, now }, { id }) {
      const { database, apps, settings, repository, scanRunner, newId } = deps;
      const app = await apps.get(database.knex, id);
      if (!app) return unknownApp();
      const allowed = requireEdit(accessOf({ actor, app, settings }));
      if (!allowed.ok) return allowed;
      if (hasEnded(app.standing)) {
        return refuse(
          'not-in-this-state',
          `The app is ${app.standing}; there is nothing to scan any more`,
        );
      }
      const commit = await repository?.head(id);
      if (!scanRunner || !commit) {
        return refuse(
          'not-in-this-state',
          commit
            ? 'This portal has no scanner yet. Ask your platform team to install one'
            : 'There is no code to scan yet. Create the app from a golden path first',
        );
      }
      const scanId = newId();
      try {
        await database.transaction(async tx => {
          await insertScan(tx, {
            id: scanId,
            appId: id,
            commit,
            by: actor.ref,
            at: now,
          });
          await appendAuditEntry(tx, {
            at: now,
            actor,
            action: 'scan.ordered',
            appId: id,
            summary: `Scans ordered for commit ${commit.slice(0, 7)}`,
            details: { scanId, commit },
          });
          await enqueue(tx, {
            topic: RUN_SCAN,
            key: `${RUN_SCAN}:${scanId}`,
            payload: { scanId },
            at: now,
          });
          await enqueueAppChanged(tx, { appId: id, at: now });
        });
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        const running = await getOpenScan(database.knex, id);
        return running
          ? accept(scanView(running))
          : refuse('busy', 'A scan has just ended. Try again');
      }
      const scan = await getScan(database.knex, scanId);
      return scan ? accept(scanView(scan)) : unknownApp();
    },
  };
}
