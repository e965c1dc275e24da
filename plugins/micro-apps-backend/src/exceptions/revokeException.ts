import { accept, refuse, type Result } from '@micro-apps/governance-core';
import {
  microAppsExceptionRevokePermission,
  type ExceptionView,
} from '@micro-apps/plugin-micro-apps-common';
import { lockApp } from '../gates/DatabaseAppLock';
import type { ExceptionRow } from '../gates/exceptionRecords';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { Command } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import { accessOf } from '../registry/appAccess';
import { requireDirect } from '../separation/requireDirect';
import { getException } from './DatabaseExceptions';
import { endGranted } from './endGranted';
import { tellRevoked } from './exceptionNotices';
import { standingOf, viewOf } from './exceptionView';
import { decidedAlready, unknownException } from './refusals';

/**
 * Ends an exception before its time. The control is open from that instant on
 * at every gate. The owner's side gives its own back; a reviewer of any role
 * takes it back: both only make it stricter (requirements R10).
 */
export function revokeException(
  deps: BackendDeps,
): Command<{ id: string; reason: string }, ExceptionView> {
  return {
    permission: microAppsExceptionRevokePermission,
    decides: true,
    async run(context, { id, reason }) {
      const direct = requireDirect(context);
      if (!direct.ok) return direct;
      const { actor, now } = context;
      const { database, settings } = deps;
      return await database.transaction(async tx => {
        const named = await getException(tx, id);
        const app = named && (await lockApp(tx, named.appId));
        const row = app && (await getException(tx, id));
        if (!app || !row) return unknownException();
        const access = accessOf({ actor, app, settings });
        if (!access.canEdit && access.roles.length === 0) {
          return refuse(
            'not-allowed',
            'Only the owner, the second owner and reviewers can end an exception. Ask one of them',
          );
        }
        const running = requireRunning(row, now);
        if (!running.ok) return running;
        const revoked = await endGranted(tx, { app, row, reason, context });
        if (!revoked) return decidedAlready();
        await tellRevoked(tx, { app, revoked: row, by: actor.ref, at: now });
        await enqueueAppChanged(tx, { appId: app.id, at: now });
        const after = await getException(tx, id);
        return after
          ? accept(viewOf({ row: after, app, actor, settings, now }))
          : unknownException();
      });
    },
  };
}

function requireRunning(row: ExceptionRow, now: Date): Result<true> {
  const standing = standingOf(row, now);
  switch (standing) {
    case 'active':
    case 'coming':
      return accept(true);
    case 'asked':
      return refuse(
        'not-in-this-state',
        'Nobody has granted this exception yet. Withdraw the request instead',
      );
    default:
      return refuse(
        'not-in-this-state',
        `This exception is ${standing} already, so there is nothing to end`,
      );
  }
}
