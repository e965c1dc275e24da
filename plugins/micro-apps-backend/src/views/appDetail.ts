import { accept, hasEnded, type Result } from '@micro-apps/governance-core';
import {
  microAppsAppPromotePermission,
  microAppsAppReadPermission,
  microAppsAppScanPermission,
  microAppsAppUpdatePermission,
  microAppsEvidenceCreatePermission,
  microAppsEvidenceReadPermission,
  microAppsRequestDecidePermission,
  microAppsRequestDelegatePermission,
  microAppsRequestOverridePermission,
  type AppDetail,
  type AppViewer,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command, CommandContext } from '../kernel/commands';
import { accessOf } from '../registry/appAccess';
import type { AppRow } from '../registry/AppStore';
import { assess } from '../registry/assess';
import { lookAlikesOf } from '../registry/DatabaseAppStore';
import { bindingOf } from '../registry/repositories/DatabaseSources';
import { unknownApp } from '../registry/unknownApp';
import { publicFindings, readSituation, summaryOf } from './appSituation';
import { seenByCatalog } from './seenByCatalog';
import type { ViewDeps } from './viewDeps';

/** Everything that the Risk tab shows, decided now. */
export function readAppDetail(
  deps: ViewDeps,
): Command<{ id: string }, AppDetail> {
  return {
    permission: microAppsAppReadPermission,
    async run(context, { id }) {
      const app = await deps.apps.get(deps.database.knex, id);
      if (!app) return unknownApp();
      const seen = await seenByCatalog(deps, context, [app]);
      if (!seen.ok) return seen;
      return seen.value.length > 0
        ? await detailOf(deps, context, app)
        : unknownApp();
    },
  };
}

const WHAT_THE_TAB_OFFERS = [
  microAppsEvidenceReadPermission,
  microAppsAppUpdatePermission,
  microAppsAppScanPermission,
  microAppsAppPromotePermission,
  microAppsEvidenceCreatePermission,
  microAppsRequestDecidePermission,
  microAppsRequestDelegatePermission,
  microAppsRequestOverridePermission,
] as const;

/**
 * The detail of an app that was just read or written. What the person may not
 * read is left out, what she may not do is not offered.
 *
 * @param options.isWritten - by this very command, which looked for names alike
 */
export async function detailOf(
  deps: ViewDeps,
  { actor, now, may }: CommandContext,
  app: AppRow,
  { isWritten = false } = {},
): Promise<Result<AppDetail>> {
  const situation = await readSituation(deps, { app, now });
  const { outcome } = situation;
  const request =
    situation.request &&
    (await deps.approvals.latestRequest({
      connection: deps.database.knex,
      app,
      actor,
    }));
  const [
    mayRead,
    mayEdit,
    mayScan,
    mayPromote,
    mayHandIn,
    mayDecide,
    mayDelegate,
    mayOverride,
  ] = await may(WHAT_THE_TAB_OFFERS, app.id);
  const access = accessOf({ actor, app, settings: deps.settings });
  const canRead = access.canRead && mayRead;
  const { effectiveClass, risk } = assess({
    registration: app.registration,
    integrations: outcome.integrations,
    model: deps.settings.riskModel,
    now,
  });
  // What is retired stays on record as it was.
  const over = hasEnded(app.standing);
  const viewer: AppViewer = {
    isOwner: access.isOwner,
    canEdit: access.canEdit && mayEdit && !over,
    canRead,
    canScan: access.canEdit && mayScan && !over,
    canPromote: access.canEdit && mayPromote && !over,
    canAttest: access.isOwner && mayHandIn && !over,
    canReview:
      mayDecide &&
      access.roles.includes('security') &&
      !access.isOwner &&
      !access.isSuccessor,
    canDelegate: mayDelegate && request?.viewer.mayVote === true,
    canOverride: mayOverride && request?.viewer.mayOverride === true,
    roles: access.roles,
    whyNotVote: request?.viewer.whyNot,
  };
  return accept({
    ...summaryOf(situation),
    version: app.version,
    registration: app.registration,
    goldenPath: app.goldenPath,
    // As of now: what was registered since may look like this one.
    lookAlikes: isWritten
      ? app.lookAlikes
      : await lookAlikesOf(deps.database.knex, app),
    missing: app.missing,
    repository: await bindingOf(deps.database.knex, app.id),
    effectiveClassDetail: effectiveClass,
    risk,
    envelopeHash: app.envelopeHash,
    envelope: app.envelope,
    findings: canRead ? outcome.findings : publicFindings(outcome.findings),
    required: outcome.required,
    gate: canRead
      ? outcome.decision
      : {
          ...outcome.decision,
          violations: [],
          obligations: [],
          observations: undefined,
        },
    policyRevision: outcome.policyRevision,
    reapprovalBecause: canRead ? app.reapproval?.because : undefined,
    request: canRead ? request : undefined,
    approval: outcome.approval,
    // Its reason can quote the app's own log.
    sandbox: canRead
      ? situation.sandbox
      : { ...situation.sandbox, reason: undefined },
    deployments: situation.deployments,
    lastScan: canRead ? situation.lastScan : undefined,
    head: situation.head,
    viewer,
  });
}
