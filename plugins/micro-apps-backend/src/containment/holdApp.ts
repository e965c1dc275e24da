import {
  accept,
  holdApp,
  missingForRelease,
  stopsRunning,
  type HoldAction,
  type Result,
} from '@micro-apps/governance-core';
import type { ContainmentRequest } from '@micro-apps/plugin-micro-apps-common';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { lockApp } from '../gates/DatabaseAppLock';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { CommandContext } from '../kernel/commands';
import { setStanding } from '../registry/DatabaseAppStore';
import { unknownApp } from '../registry/unknownApp';
import { reviewerOf } from './containmentActor';
import type { ContainmentDeps } from './containmentDeps';
import { endHold, insertHold, openHold, type HoldRow } from './DatabaseHolds';
import { tellHeld } from './holdNotices';
import { prepareFindings } from './openControls';
import { changedMeanwhile } from './refusals';

const ACTIONS = {
  restricted: 'app.restricted',
  quarantined: 'app.quarantined',
  suspended: 'app.suspended',
} as const;
const MADE_STRICTER = 'Held anew';

/**
 * Holds an app. From the commit on no gate lets it through; what runs of it is
 * stopped and its sign-in taken back after commit, until that is confirmed.
 * Holding is stricter in any case, so the owner herself may, if she has a role.
 */
export async function hold(
  deps: ContainmentDeps,
  { actor, now }: CommandContext,
  asked: Pick<
    ContainmentRequest,
    'reason' | 'expectedVersion' | 'controlIds'
  > & { id: string; action: HoldAction },
): Promise<Result<true>> {
  const { apps, database, newId, provisioning, repository, settings } = deps;
  const seen = await apps.get(database.knex, asked.id);
  if (!seen) return unknownApp();
  // Neither a catalog nor a repository that is away keeps anybody from it.
  const findingsOf = await prepareFindings(deps, seen, now).catch(
    () => undefined,
  );
  const commit = await repository?.head(asked.id).catch(() => undefined);
  return await database.transaction(async tx => {
    const app = await lockApp(tx, asked.id);
    if (!app) return unknownApp();
    if (app.version !== asked.expectedVersion) return changedMeanwhile();
    const standing = holdApp({
      standing: app.standing,
      action: asked.action,
      actor: { ...reviewerOf(actor, app, settings), isOwner: false },
    });
    if (!standing.ok) return standing;
    const before = await openHold(tx, app.id);
    const at = now.toISOString();
    const begun: HoldRow = {
      id: newId(),
      appId: app.id,
      standing: standing.value,
      heldFrom: before?.heldFrom ?? app.standing,
      reason: asked.reason,
      controlIds: [...new Set(asked.controlIds ?? [])],
      by: actor.ref,
      bySubject: actor.subject,
      at,
      sandboxCommit: before?.sandboxCommit,
      // A restricted app keeps what it has: there is nothing to take back.
      confirmedAt: stopsRunning(standing.value) ? undefined : at,
    };
    if (before) {
      await endHold(tx, {
        id: before.id,
        ended: 'replaced',
        by: actor.ref,
        bySubject: actor.subject,
        at,
        reason: MADE_STRICTER,
      });
    }
    await insertHold(tx, begun);
    await setStanding(tx, app, begun.standing);
    if (stopsRunning(begun.standing)) {
      await provisioning.appHeld(tx, {
        app: { ...app, standing: begun.standing },
        holdId: begun.id,
        earlierHoldId: before?.id,
        at: now,
      });
    }
    await appendAuditEntry(tx, {
      at: now,
      actor,
      action: ACTIONS[begun.standing],
      appId: app.id,
      summary: `${app.name} ${begun.standing}; it was ${app.standing}`,
      details: {
        holdId: begun.id,
        from: app.standing,
        controlIds: begun.controlIds,
        replaces: before?.id,
      },
      personal: { reason: begun.reason },
    });
    await tellHeld(tx, {
      app,
      hold: begun,
      missing: findingsOf
        ? missingForRelease({
            findings: await findingsOf(tx, app, commit),
            causes: begun.controlIds,
          })
        : [],
      at: now,
    });
    await enqueueAppChanged(tx, { appId: app.id, at: now });
    return accept(true as const);
  });
}
