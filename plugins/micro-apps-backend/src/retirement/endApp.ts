import {
  disposalStartsAt,
  type AppStanding,
  type Result,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { CommandContext } from '../kernel/commands';
import { retentionSettings } from '../kernel/settings';
import type { AppRow } from '../registry/AppStore';
import { setStanding } from '../registry/DatabaseAppStore';
import { insertRetirement } from './DatabaseRetirements';
import type { RetirementDeps } from './retirementDeps';
import { tellRetired } from './retirementNotices';

const BECAUSE = 'The app was retired before this was decided';
const OVER = 'The app was retired';

/**
 * Everything that ends with an app, in the transaction that has locked it and
 * found that it may end: what is open about it is closed, and what has to be
 * done outside is noted.
 */
export async function endApp(
  tx: Knex.Transaction,
  deps: RetirementDeps,
  { actor, now }: CommandContext,
  options: {
    app: AppRow;
    standing: AppStanding;
    reason: string;
    decisionId: string;
  },
): Promise<Result<true>> {
  const { approvals, containment, exceptions, provisioning, retention } = deps;
  const { newId, endSearch, settings } = deps;
  const { app, standing, reason, decisionId } = options;
  const at = now.toISOString();
  const { graceHours } = retentionSettings(settings);
  const disposeAt = disposalStartsAt(at, graceHours) ?? at;
  const id = newId();
  await insertRetirement(tx, {
    id,
    appId: app.id,
    from: app.standing,
    reason,
    by: actor.ref,
    bySubject: actor.subject,
    at,
    disposeAt,
  });
  await setStanding(tx, app, standing);
  await containment.appRetired(tx, { app, actor, at: now });
  await provisioning.appHeld(tx, {
    app: { ...app, standing },
    holdId: id,
    at: now,
  });
  await exceptions.appRetired(tx, {
    app,
    because: { asked: BECAUSE, granted: OVER },
    actor,
    at: now,
  });
  for (const kind of ['app', 'review'] as const) {
    const request = await approvals.endRequest(tx, {
      kind,
      subjectId: app.id,
      because: BECAUSE,
      actor,
      at: now,
    });
    // Half an end is none: throwing undoes what was written before.
    if (!request.ok) throw new Error(request.refusal.because);
  }
  await endSearch(tx, { app, ended: 'retired', actor, at: now });
  await appendAuditEntry(tx, {
    at: now,
    actor,
    action: 'app.retired',
    appId: app.id,
    summary: `${app.name} retired; it was ${app.standing}`,
    details: { retirementId: id, from: app.standing, disposeAt, decisionId },
    personal: { reason },
  });
  await retention.lookBy(tx, app.id, disposeAt);
  await tellRetired(tx, { app, by: actor.ref, disposeAt, at: now });
  await enqueueAppChanged(tx, { appId: app.id, at: now });
  return { ok: true, value: true };
}
