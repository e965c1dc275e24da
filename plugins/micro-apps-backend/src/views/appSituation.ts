import {
  nextStep,
  stageOf,
  type Finding,
  type NextStep,
} from '@micro-apps/governance-core';
import type {
  AppStage,
  AppSummary,
  DeploymentView,
  RequestView,
  SandboxView,
  ScanRun,
} from '@micro-apps/plugin-micro-apps-common';
import type { GateOutcome } from '../gates/PromoteGate';
import { productionEnvironment } from '../kernel/settings';
import type { AppRow } from '../registry/AppStore';
import type { ViewDeps } from './viewDeps';

/** Where one app stands: everything that its screens are derived from. */
export interface AppSituation {
  readonly app: AppRow;
  readonly head?: string;
  readonly sandbox: SandboxView;
  readonly deployments: readonly DeploymentView[];
  readonly lastScan?: ScanRun;
  readonly request?: Pick<RequestView, 'id' | 'state' | 'envelopeHash'>;
  readonly outcome: GateOutcome;
  readonly stage: AppStage;
  readonly nextStep: NextStep;
}

/** Reads where an app stands right now. */
export async function readSituation(
  deps: ViewDeps,
  { app, now }: { app: AppRow; now: Date },
): Promise<AppSituation> {
  const { provisioning, approvals, settings, gate, database } = deps;
  const environment = productionEnvironment(settings);
  const [head, sandbox, deployments, lastScan, request] = await Promise.all([
    provisioning.head(app.id),
    provisioning.sandboxView(app.id),
    provisioning.deploymentViews(app.id),
    provisioning.lastScan(app.id),
    approvals.newestRequest(database.knex, app.id),
  ]);
  const outcome = await gate.decide({
    connection: database.knex,
    app,
    commit: head,
    environment,
    now,
  });
  const live = deployments.filter(({ state }) => state === 'running');
  const current =
    request?.envelopeHash === app.envelopeHash ? request.state : undefined;
  const hasSandbox = sandbox.state !== 'absent';
  return {
    app,
    head,
    sandbox,
    deployments,
    lastScan,
    request,
    outcome,
    stage: stageOf({
      standing: app.standing,
      hasSandbox,
      request: current,
      productionDeployed: live.length > 0,
    }),
    nextStep: nextStep({
      standing: app.standing,
      band: app.band,
      hasSandbox,
      findings: outcome.findings,
      approval: outcome.approval,
      request: current,
      productionDeployed: live.length > 0,
      productionBehind: live.length
        ? live.every(({ commit }) => commit !== head)
        : undefined,
      scanRunning:
        lastScan?.state === 'queued' || lastScan?.state === 'running',
      environment: environment.name,
    }),
  };
}

/** One line of a list. */
export function summaryOf(situation: AppSituation): AppSummary {
  const { app, stage, request } = situation;
  const { code, sentence, action } = situation.nextStep;
  const isOpen =
    request?.state === 'open' || request?.state === 'changes-requested';
  return {
    id: app.id,
    entityRef: entityRefOf(app.id),
    name: app.name,
    purpose: app.registration.purpose,
    owner: app.registration.owner,
    businessUnit: app.registration.businessUnit,
    band: app.band,
    score: app.score,
    effectiveClass: app.effectiveClass,
    standing: app.standing,
    stage,
    nextStep: { code, sentence, action },
    createdAt: app.createdAt,
    updatedAt: app.updatedAt,
    lookAlikes: app.lookAlikes.length > 0 ? app.lookAlikes : undefined,
    missingCount: app.missing?.length,
    openRequestId: isOpen ? request.id : undefined,
    pendingPolicy: app.pendingPolicy ? true : undefined,
    reapprovalDueAt: app.reapproval?.dueAt,
  };
}

/** The catalog entity of an app. */
export function entityRefOf(appId: string): string {
  return `component:default/${appId}`;
}

/** The same findings without what only some people may read. */
export function publicFindings(
  findings: readonly Finding[],
): readonly Finding[] {
  return findings.map(finding => ({
    ...finding,
    evidenceIds: [],
    because: publicReason(finding),
  }));
}

function publicReason({ state, code, expiresAt }: Finding): string {
  if (state === 'satisfied') return 'Met';
  return code === 'excepted' && expiresAt !== undefined
    ? `Excepted until ${expiresAt}`
    : 'Its owner and reviewers see why';
}
