import type { AppStanding, Result } from '@micro-apps/governance-core';
import type { HoldEnd } from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { CommandContext } from '../kernel/commands';
import type { AppRow } from '../registry/AppStore';
import { setStanding } from '../registry/DatabaseAppStore';
import type { ContainmentDeps } from './containmentDeps';
import { endHold, type HoldRow } from './DatabaseHolds';
import { tellReleased } from './holdNotices';
import { stillRevoking } from './refusals';

/**
 * Ends a hold in the transaction that has locked the app, and orders what ran
 * before to be put in place again. While its copies are being stopped there is
 * nothing to release: the end of that would stop what is started here.
 *
 * @param options.allows - whether a commit may be put in place again
 */
export async function releaseHold(
  tx: Knex.Transaction,
  { provisioning }: Pick<ContainmentDeps, 'provisioning'>,
  { actor, now }: Pick<CommandContext, 'actor' | 'now'>,
  options: {
    app: AppRow;
    hold: HoldRow;
    to: AppStanding;
    ended: Exclude<HoldEnd, 'replaced'>;
    reason?: string;
    allows: (commit: string) => Promise<boolean>;
  },
): Promise<Result<true>> {
  const { app, hold, to, ended, reason, allows } = options;
  if (!(await provisioning.stopTakingBack(tx, app.id))) return stillRevoking();
  await endHold(tx, {
    id: hold.id,
    ended,
    by: actor.ref,
    bySubject: actor.subject,
    at: now.toISOString(),
    reason,
  });
  await setStanding(tx, app, to);
  const { restarted, left } = await provisioning.appReleased(tx, {
    app: { ...app, standing: to },
    hold,
    allows,
    at: now,
  });
  await appendAuditEntry(tx, {
    at: now,
    actor,
    action: 'app.released',
    appId: app.id,
    summary: `${app.name} released; it was ${app.standing}`,
    details: {
      holdId: hold.id,
      from: app.standing,
      state: to,
      byChecks: ended === 'released-by-checks',
      restarted,
      left,
    },
    personal: reason === undefined ? undefined : { reason },
  });
  await tellReleased(tx, { app, holdId: hold.id, standing: to, at: now });
  await enqueueAppChanged(tx, { appId: app.id, at: now });
  return { ok: true, value: true };
}
