import { accept, type Result } from '@micro-apps/governance-core';
import {
  microAppsAppReadPermission,
  type AppDetail,
  type AppViewer,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command, CommandContext } from '../kernel/commands';
import { accessOf } from '../registry/appAccess';
import type { AppRow } from '../registry/AppStore';
import { assess } from '../registry/assess';
import { unknownApp } from '../registry/unknownApp';
import { publicFindings, readSituation, summaryOf } from './appSituation';
import type { ViewDeps } from './viewDeps';

/** Everything that the Risk tab shows, decided now. */
export function readAppDetail(
  deps: ViewDeps,
): Command<{ id: string }, AppDetail> {
  return {
    permission: microAppsAppReadPermission,
    async run(context, { id }) {
      const app = await deps.apps.get(deps.database.knex, id);
      return app ? await detailOf(deps, context, app) : unknownApp();
    },
  };
}

/** The detail of an app that was just read or written. */
export async function detailOf(
  deps: ViewDeps,
  { actor, now }: CommandContext,
  app: AppRow,
): Promise<Result<AppDetail>> {
  const situation = await readSituation(deps, { app, actor, now });
  const { outcome, request } = situation;
  const access = accessOf({ actor, app, settings: deps.settings });
  const { effectiveClass, risk } = assess({
    registration: app.registration,
    integrations: outcome.integrations,
    model: deps.settings.riskModel,
  });
  const viewer: AppViewer = {
    isOwner: access.isOwner,
    canEdit: access.canEdit,
    canRead: access.canRead,
    canScan: access.canEdit,
    canPromote: access.canEdit,
    canAttest: access.isOwner,
    canReview:
      access.roles.includes('security') &&
      !access.isOwner &&
      !access.isSuccessor,
    roles: access.roles,
    whyNotVote: request?.viewer.whyNot,
  };
  return accept({
    ...summaryOf(situation),
    version: app.version,
    registration: app.registration,
    goldenPath: app.goldenPath,
    lookAlikes: app.lookAlikes,
    effectiveClassDetail: effectiveClass,
    risk,
    envelopeHash: app.envelopeHash,
    envelope: app.envelope,
    findings: access.canRead
      ? outcome.findings
      : publicFindings(outcome.findings),
    required: outcome.required,
    gate: access.canRead
      ? outcome.decision
      : {
          ...outcome.decision,
          violations: [],
          obligations: [],
          observations: undefined,
        },
    policyRevision: outcome.policyRevision,
    reapprovalBecause: access.canRead ? app.reapproval?.because : undefined,
    request: access.canRead ? request : undefined,
    approval: outcome.approval,
    // Its reason can quote the app's own log.
    sandbox: access.canRead
      ? situation.sandbox
      : { ...situation.sandbox, reason: undefined },
    deployments: situation.deployments,
    lastScan: access.canRead ? situation.lastScan : undefined,
    head: situation.head,
    viewer,
  });
}
