import {
  stopsRunning,
  type Finding,
  type HeldStanding,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { Actor } from '../kernel/types';
import type { AppRow } from '../registry/AppStore';
import { setStanding } from '../registry/DatabaseAppStore';
import type { ContainmentDeps } from './containmentDeps';
import { endHold, insertHold, openHold, type HoldRow } from './DatabaseHolds';
import { tellHeld } from './holdNotices';

const ACTIONS = {
  restricted: 'app.restricted',
  quarantined: 'app.quarantined',
  suspended: 'app.suspended',
} as const;
const HELD_ANEW = 'Held anew';

/**
 * Holds an app in the transaction that has locked it, whoever decided that. The
 * hold before it ends; what that one stopped goes over to the new one.
 *
 * @returns the hold, and the id of the one that it takes the place of
 */
export async function imposeHold(
  tx: Knex.Transaction,
  { newId, provisioning }: Pick<ContainmentDeps, 'newId' | 'provisioning'>,
  imposed: {
    app: AppRow;
    standing: HeldStanding;
    reason: string;
    controlIds: readonly string[];
    /** What its owner has to do, as far as that is known now. */
    missing: readonly Finding[];
    actor: Actor;
    at: Date;
    /** The emergency stop that it is part of. */
    runId?: string;
  },
): Promise<{ id: string; replaced?: string }> {
  const { app, standing, reason, controlIds, missing, actor, runId } = imposed;
  const before = await openHold(tx, app.id);
  const at = imposed.at.toISOString();
  const begun: HoldRow = {
    id: newId(),
    appId: app.id,
    standing,
    heldFrom: before?.heldFrom ?? app.standing,
    reason,
    controlIds,
    by: actor.ref,
    bySubject: actor.subject,
    at,
    sandboxCommit: before?.sandboxCommit,
    // A restricted app keeps what it has: there is nothing to take back.
    confirmedAt: stopsRunning(standing) ? undefined : at,
  };
  if (before) {
    await endHold(tx, {
      id: before.id,
      ended: 'replaced',
      by: actor.ref,
      bySubject: actor.subject,
      at,
      reason: HELD_ANEW,
    });
  }
  await insertHold(tx, begun);
  await setStanding(tx, app, standing);
  if (stopsRunning(standing)) {
    await provisioning.appHeld(tx, {
      app: { ...app, standing },
      holdId: begun.id,
      earlierHoldId: before?.id,
      at: imposed.at,
    });
  }
  await appendAuditEntry(tx, {
    at: imposed.at,
    actor,
    action: ACTIONS[standing],
    appId: app.id,
    summary: `${app.name} ${standing}; it was ${app.standing}`,
    details: {
      holdId: begun.id,
      from: app.standing,
      controlIds,
      replaces: before?.id,
      runId,
    },
    personal: { reason },
  });
  await tellHeld(tx, { app, hold: begun, missing, at: imposed.at });
  await enqueueAppChanged(tx, { appId: app.id, at: imposed.at });
  return { id: begun.id, replaced: before?.id };
}
