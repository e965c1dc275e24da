import {
  incidentCircumstances,
  missingForRelease,
  releaseItself,
  type Result,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { incidentsOfApp } from '../gates/DatabaseIncidentLedger';
import type { CommandContext } from '../kernel/commands';
import type { AppRow } from '../registry/AppStore';
import { forgetHeld } from './automatic/DatabaseAutomatic';
import type { ContainmentDeps } from './containmentDeps';
import { isPortals, type HoldRow } from './DatabaseHolds';
import type { FindingsOf } from './openControls';
import { releaseHold } from './releaseHold';

/**
 * Releases an app that is locked, if the controls that it is held for are met
 * by its newest commit and no incident of high severity is open. A copy comes
 * back only where its own commit meets them: one that was mended by a newer
 * commit is promoted anew.
 */
export async function freeByChecks(
  tx: Knex.Transaction,
  deps: Pick<ContainmentDeps, 'provisioning'>,
  context: Pick<CommandContext, 'actor' | 'now'>,
  about: {
    app: AppRow;
    hold: HoldRow;
    /** The newest one. */
    commit: string | undefined;
    findingsOf: FindingsOf;
  },
): Promise<Result<true>> {
  const { app, hold, commit, findingsOf } = about;
  const causes = hold.controlIds;
  const findings = await findingsOf(tx, app, commit);
  const { highIncidentOpen } = incidentCircumstances({
    incidents: await incidentsOfApp(tx, app.id),
    now: context.now.toISOString(),
  });
  const to = releaseItself({
    standing: app.standing,
    heldFrom: hold.heldFrom,
    findings,
    causes,
    highIncidentOpen: highIncidentOpen === true,
    byPortal: isPortals(hold),
  });
  if (!to.ok) return to;
  const freed = await releaseHold(tx, deps, context, {
    app,
    hold,
    to: to.value,
    ended: 'released-by-checks',
    allows: async ran =>
      ran === commit ||
      missingForRelease({ findings: await findingsOf(tx, app, ran), causes })
        .length === 0,
  });
  if (!freed.ok) return freed;
  // What an exception frees fails still: when that ends, the same counts anew.
  await forgetHeld(tx, {
    appId: app.id,
    controlIds: findings.flatMap(({ code, controlId }) =>
      code === 'excepted' && causes.includes(controlId) ? [controlId] : [],
    ),
  });
  return freed;
}
