import {
  evaluateControls,
  floorDecision,
  mergeDecisions,
  type GateDecision,
  type Violation,
} from '@micro-apps/governance-core';
import type { PolicyEnginePort } from '@micro-apps/plugin-micro-apps-node';
import type { IntegrationCatalog } from '../integrations/IntegrationCatalog';
import type { Settings } from '../kernel/settings';
import type { NewId } from '../kernel/types';
import type { AppRow } from '../registry/AppStore';
import { approvalSituation, type ApprovalSituation } from './approvalSituation';
import { askPolicy } from '../policy/askPolicy';
import { assessApp, type Assessment } from './assessApp';
import { insertDecision } from './DatabaseDecisions';
import { latestEvidence } from './DatabaseLatestEvidence';
import type { PreparedGate, PromoteGate } from './PromoteGate';

/** Company rules that take longer than this count as not answering. */
const POLICY_TIMEOUT_MS = 2_000;

/** Builds the gate in front of every environment with real data or users. */
export function createPromoteGate(options: {
  settings: Settings;
  integrations: IntegrationCatalog;
  policy: PolicyEnginePort;
  newId: NewId;
  policyTimeoutMs?: number;
}): PromoteGate {
  const { settings, integrations, policy, newId } = options;
  const { policyTimeoutMs: timeoutMs = POLICY_TIMEOUT_MS } = options;

  async function prepare(about: {
    app: AppRow;
    environment: string;
  }): Promise<PreparedGate> {
    const { app, environment } = about;
    const found = await integrations.forRegistration(app.registration);
    const known = found.ok ? found.value : [];
    const { effectiveClass, score, band } = assessApp(app, known);
    const { decision, revision } = await askPolicy({
      policy,
      input: {
        gate: 'promote',
        appId: app.id,
        registration: app.registration,
        effectiveClass,
        score,
        band,
        environment,
      },
      timeoutMs,
    });
    return {
      integrations: known,
      policy: found.ok
        ? decision
        : mergeDecisions(
            decision,
            closedBecause({
              code: 'integrations-unknown',
              because: found.refusal.because,
              next: 'Try again in a minute',
            }),
          ),
      policyRevision: revision,
      appVersion: app.version,
    };
  }

  return {
    prepare,

    async decide({ connection, app, commit, environment, now, prepared }) {
      const facts =
        prepared ?? (await prepare({ app, environment: environment.name }));
      const assessment = assessApp(app, facts.integrations);
      const evidence = await latestEvidence(connection, {
        appId: app.id,
        commit,
        envelopeHash: app.envelopeHash,
      });
      const findings = evaluateControls({
        required: assessment.required,
        registration: app.registration,
        integrations: facts.integrations,
        evidence,
        context: {
          commit,
          envelopeHash: app.envelopeHash,
          now: now.toISOString(),
        },
      });
      const situation = await approvalSituation({
        connection,
        app,
        assessment,
        settings,
      });
      const floor = floorDecision({
        gate: 'promote',
        findings,
        band: assessment.band,
        approval: situation.state,
        standing: app.standing,
        environmentIsProduction: isProductionUse(settings, environment),
      });
      const own = ownViolations({ app, commit, facts, assessment, situation });
      const { request } = situation;
      return {
        decision: mergeDecisions(floor, closedBecause(...own), facts.policy),
        findings,
        approval: situation.state,
        approvedRequestId:
          situation.state === 'approved' ? request?.id : undefined,
        policyRevision: facts.policyRevision,
        integrations: facts.integrations,
        requirements: situation.requirements,
        commit,
        environment: environment.name,
      };
    },

    async record(connection, { app, outcome, now }) {
      const id = newId();
      await insertDecision(connection, { id, app, outcome, now });
      return id;
    },
  };
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
}): readonly Violation[] {
  const { app, commit, facts, assessment, situation } = options;
  const violations: Violation[] = [];
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
