import {
  floorDecision,
  mergeDecisions,
  openFindings,
  requirementsOfDuties,
  type Finding,
  type GateDecision,
  type Violation,
} from '@micro-apps/governance-core';
import type { PolicyEnginePort } from '@micro-apps/plugin-micro-apps-node';
import type { IntegrationCatalog } from '../integrations/IntegrationCatalog';
import type { Settings } from '../kernel/settings';
import type { NewId } from '../kernel/types';
import { askPolicy } from '../policy/askPolicy';
import { mergePolicy } from '../policy/mergePolicy';
import { pendingViolations } from '../policy/pendingPolicy';
import { policyQuestion } from '../policy/policyQuestion';
import type { AppRow } from '../registry/AppStore';
import { approvalSituation, type ApprovalSituation } from './approvalSituation';
import type { Assessment } from './assessApp';
import { insertDecision } from './DatabaseDecisions';
import { findingsDigest } from './findingsDigest';
import { judgeApp, type Judgement } from './judgeApp';
import type { PreparedGate, PromoteGate } from './PromoteGate';
import { reviewDaysNow } from './reviewDaysNow';

/** Builds the gate in front of every environment with real data or users. */
export function createPromoteGate(options: {
  settings: Settings;
  integrations: IntegrationCatalog;
  policy: PolicyEnginePort;
  newId: NewId;
  policyTimeoutMs?: number;
}): PromoteGate {
  const { settings, integrations, policy, newId, policyTimeoutMs } = options;

  /** Facts from outside, and what was judged by them on the way. */
  async function prepareAndJudge(
    about: Parameters<PromoteGate['prepare']>[0],
  ): Promise<{ prepared: PreparedGate; judged: Judgement }> {
    const { app, environment, now } = about;
    const found = await integrations.forRegistration(
      app.registration,
      about.connection,
    );
    const known = found.ok ? found.value : [];
    const reviewDays = await reviewDaysNow(policy);
    const judged = await judgeApp({
      ...about,
      integrations: known,
      model: settings.riskModel,
      reviewDays,
    });
    const { assessment, findings } = judged;
    const verdict = await askPolicy({
      policy,
      input: policyQuestion({
        gate: 'promote',
        app,
        registration: app.registration,
        integrations: known,
        assessment,
        findings,
        environment,
        now,
      }),
      timeoutMs: policyTimeoutMs,
    });
    const prepared: PreparedGate = {
      integrations: known,
      reviewDays,
      policy: found.ok
        ? verdict.decision
        : mergePolicy(
            verdict.decision,
            closedBecause({
              code: 'integrations-unknown',
              because: found.refusal.because,
              next: 'Try again in a minute',
            }),
          ),
      policyAnswered: found.ok && verdict.answered,
      policyRevision: verdict.revision,
      policyEngine: verdict.engine,
      inputDigest: verdict.inputDigest,
      findingsDigest: findingsDigest(findings),
      appVersion: app.version,
    };
    return { prepared, judged };
  }

  /** Judges by facts that were prepared earlier, as things are stored now. */
  async function judgeAgain(
    about: Parameters<PromoteGate['prepare']>[0],
    given: PreparedGate,
  ): Promise<{ prepared: PreparedGate; judged: Judgement }> {
    const now = await integrations.asDecidedNow(
      given.integrations,
      about.connection,
    );
    return {
      prepared: { ...given, integrations: now },
      judged: await judgeApp({
        ...about,
        integrations: now,
        model: settings.riskModel,
        reviewDays: given.reviewDays,
      }),
    };
  }

  return {
    prepare: async about => (await prepareAndJudge(about)).prepared,

    async decide({ connection, app, commit, environment, now, prepared }) {
      const about = { connection, app, commit, environment, now };
      // Without earlier facts these are of now, and nothing is read twice.
      const { prepared: facts, judged } = prepared
        ? await judgeAgain(about, prepared)
        : await prepareAndJudge(about);
      const { assessment, findings } = judged;
      const situation = await approvalSituation({
        connection,
        app,
        assessment,
        settings,
        duties: requirementsOfDuties(facts.policy.obligations),
      });
      const floor = floorDecision({
        gate: 'promote',
        findings,
        band: assessment.band,
        approval: situation.state,
        standing: app.standing,
        environmentIsProduction: isProductionUse(settings, environment),
      });
      const own = ownViolations({
        app,
        commit,
        facts,
        assessment,
        situation,
        told: findingsDigest(findings),
      });
      const { request } = situation;
      return {
        decision: mergePolicy(
          mergeDecisions(floor, closedBecause(...own, ...lateReview(findings))),
          facts.policy,
        ),
        findings,
        approval: situation.state,
        approvedRequestId:
          situation.state === 'approved' ? request?.id : undefined,
        policyRevision: facts.policyRevision,
        policyEngine: facts.policyEngine,
        inputDigest: facts.inputDigest,
        policy: facts.policy,
        policyAnswered: facts.policyAnswered,
        integrations: facts.integrations,
        requirements: situation.requirements,
        required: assessment.required,
        commit,
        environment: environment.name,
      };
    },

    async record(connection, { app, outcome, now }) {
      const id = newId();
      await insertDecision(connection, {
        id,
        app,
        decision: outcome.decision,
        policy: {
          revision: outcome.policyRevision,
          engine: outcome.policyEngine,
          inputDigest: outcome.inputDigest,
        },
        findings: outcome.findings,
        approval: outcome.approval,
        requestId: outcome.approvedRequestId,
        environment: outcome.environment,
        commit: outcome.commit,
        now,
      });
      return id;
    },
  };
}

/**
 * A late annual review closes the gate `renew`: the app keeps running, and
 * nothing new of it goes live before somebody has looked (requirements R10).
 */
function lateReview(findings: readonly Finding[]): readonly Violation[] {
  return openFindings(
    findings.filter(({ controlId }) => controlId === 'annual-review'),
    'renew',
  ).map(({ control, because, controlId }) => ({
    code: 'review-overdue',
    controlId,
    because: `${control.title}: ${because}`,
    next: control.howToSatisfy,
  }));
}

/**
 * Only a place that is configured without a gate, for sanitised data, is no
 * production use: behind a gate there are users other than the makers.
 */
function isProductionUse(
  settings: Settings,
  environment: { name: string; dataKind: 'sanitised' | 'real' },
): boolean {
  const setting = settings.environments.find(
    ({ name }) => name === environment.name,
  );
  return !(
    environment.dataKind === 'sanitised' &&
    setting?.dataKind === 'sanitised' &&
    setting.gate === 'none'
  );
}

/** What this backend adds to the floor; nothing here can open a gate. */
function ownViolations(options: {
  app: AppRow;
  commit: string | undefined;
  facts: PreparedGate;
  assessment: Assessment;
  situation: ApprovalSituation;
  /** The findings of now; company rules were asked about those of before. */
  told: string;
}): readonly Violation[] {
  const { app, commit, facts, assessment, situation, told } = options;
  const violations: Violation[] = [...pendingViolations(app)];
  if (!commit) {
    violations.push({
      code: 'no-code',
      because: 'There is no code yet',
      next: 'Put the code of the app into its repository',
    });
  }
  if (facts.appVersion !== undefined && facts.appVersion !== app.version) {
    violations.push({
      code: 'changed-meanwhile',
      because: 'The registration changed while this was being decided',
      next: 'Reload the page and try again',
    });
  }
  if (facts.findingsDigest !== undefined && facts.findingsDigest !== told) {
    violations.push({
      code: 'checks-changed-meanwhile',
      because: 'A check came in while this was being decided',
      next: 'Reload the page and try again',
    });
  }
  // In Low nobody is asked, and the floor asks for no approval; lowering the
  // class of what was approved is the case where somebody has to agree.
  if (
    assessment.band === 'low' &&
    situation.requirements.length > 0 &&
    (situation.state === 'missing' || situation.state === 'void')
  ) {
    violations.push({
      code: `approval-${situation.state}`,
      because: situation.requirements[0].because,
      next: 'Ask for approval of the change',
    });
  }
  return violations;
}

function closedBecause(...violations: readonly Violation[]): GateDecision {
  return {
    gate: 'promote',
    allowed: violations.length === 0,
    violations,
    obligations: [],
  };
}
