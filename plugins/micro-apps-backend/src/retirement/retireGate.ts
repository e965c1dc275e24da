import {
  floorDecision,
  type GateDecision,
  type Integration,
  type Violation,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { insertDecision } from '../gates/DatabaseDecisions';
import { findingsDigest } from '../gates/findingsDigest';
import { judgeApp, type Judgement } from '../gates/judgeApp';
import { askPolicy, type PolicyVerdict } from '../policy/askPolicy';
import { mergePolicy } from '../policy/mergePolicy';
import { policyQuestion } from '../policy/policyQuestion';
import type { AppRow, Connection } from '../registry/AppStore';
import type { RetirementDeps } from './retirementDeps';

/** What company rules said of an end, and of which facts. */
export interface PreparedEnd {
  readonly verdict: PolicyVerdict;
  readonly integrations: readonly Integration[];
  /** Why the facts are not known; the gate is closed then. */
  readonly unknown?: string;
  readonly appVersion: number;
  readonly told: string;
}

interface Asked {
  readonly app: AppRow;
  readonly now: Date;
}

/**
 * Asks company rules whether an app may end, before the transaction that ends
 * it. The controls of this gate are judged as if it were ending already, so that
 * rules see what it would leave behind (requirements R3, R10).
 */
export async function prepareEnd(
  deps: RetirementDeps,
  { app, now }: Asked,
): Promise<PreparedEnd> {
  const { database, integrations, policy } = deps;
  const { registration } = app;
  const found = await integrations.forRegistration(registration);
  const known = found.ok ? found.value : [];
  const { assessment, findings } = await judgeEnd(deps, database.knex, {
    app,
    integrations: known,
    now,
  });
  const verdict = await askPolicy({
    policy,
    input: policyQuestion({
      gate: 'retire',
      app,
      registration,
      integrations: known,
      assessment,
      findings,
      now,
    }),
  });
  return {
    verdict,
    integrations: known,
    unknown: found.ok ? undefined : found.refusal.because,
    appVersion: app.version,
    told: findingsDigest(findings),
  };
}

/**
 * Decides in the transaction that has locked the app, on what is stored by
 * then, and keeps the decision as a row. The core closes this gate for nobody:
 * what an app leaves behind is an obligation. Company rules may, and where they
 * give no answer it stays closed.
 */
export async function decideEnd(
  tx: Knex.Transaction,
  deps: RetirementDeps,
  { app, now, prepared }: Asked & { readonly prepared: PreparedEnd },
): Promise<{ id: string; decision: GateDecision }> {
  const { verdict, integrations } = prepared;
  const { assessment, findings } = await judgeEnd(deps, tx, {
    app,
    integrations: await deps.integrations.asDecidedNow(integrations, tx),
    now,
  });
  const floor = floorDecision({
    gate: 'retire',
    findings,
    band: assessment.band,
    approval: 'not-needed',
    standing: app.standing,
    environmentIsProduction: true,
  });
  const merged = mergePolicy(floor, verdict.decision);
  const own = ownViolations(prepared, app, findingsDigest(findings));
  const decision = {
    ...merged,
    allowed: merged.allowed && own.length === 0,
    violations: [...own, ...merged.violations],
  };
  const id = deps.newId();
  await insertDecision(tx, {
    id,
    app,
    decision,
    policy: verdict,
    findings,
    now,
  });
  return { id, decision };
}

function judgeEnd(
  { settings }: RetirementDeps,
  connection: Connection,
  about: Asked & { readonly integrations: readonly Integration[] },
): Promise<Judgement> {
  return judgeApp({
    ...about,
    connection,
    commit: undefined,
    model: settings.riskModel,
    ending: true,
  });
}

function ownViolations(
  { unknown, appVersion, told }: PreparedEnd,
  app: AppRow,
  toldNow: string,
): readonly Violation[] {
  const violations: Violation[] = [];
  if (unknown !== undefined) {
    violations.push({
      code: 'integrations-unknown',
      because: unknown,
      next: 'Try again in a minute',
    });
  }
  if (appVersion !== app.version || told !== toldNow) {
    violations.push({
      code: 'changed-meanwhile',
      because: 'The app changed while this was being decided',
      next: 'Reload the page and try again',
    });
  }
  return violations;
}
