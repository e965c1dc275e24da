import {
  floorDecision,
  refuse,
  type GateDecision,
  type Integration,
  type Refusal,
  type Registration,
  type Result,
  type Violation,
} from '@micro-apps/governance-core';
import type { BackendDeps } from '../kernel/deps';
import { askPolicy, type PolicyVerdict } from '../policy/askPolicy';
import { mergePolicy } from '../policy/mergePolicy';
import type { PendingPolicy } from '../policy/pendingPolicy';
import { policyQuestion } from '../policy/policyQuestion';
import type { AppRow } from './AppStore';
import { assessedFacts, type Assessment } from './assess';

/** What the register gate says of a registration. */
export interface RegisterAnswer {
  readonly decision: GateDecision;
  /** What company rules alone say; a "no" has its reason. */
  readonly company: GateDecision;
  readonly policy: PolicyVerdict;
  /** Set when company rules did not answer: the registration may be kept. */
  readonly pendingPolicy?: PendingPolicy;
}

const OPEN: GateDecision = {
  gate: 'register',
  allowed: true,
  violations: [],
  obligations: [],
};

/**
 * Asks the register gate: of the form, of what is being registered or changed,
 * and again later of what was kept while the engine was away.
 */
export async function askRegisterGate(
  deps: Pick<BackendDeps, 'policy' | 'settings'>,
  about: {
    app?: Pick<AppRow, 'id' | 'standing'>;
    registration: Registration;
    integrations: readonly Integration[];
    assessment: Assessment;
    now: Date;
  },
): Promise<RegisterAnswer> {
  const { app, registration, integrations, now } = about;
  const assessment = assessedFacts(about.assessment, deps.settings.riskModel);
  const floor = floorDecision({
    gate: 'register',
    findings: [],
    band: assessment.band,
    approval: 'not-needed',
    standing: app?.standing ?? 'draft',
    environmentIsProduction: false,
  });
  const policy = await askPolicy({
    policy: deps.policy,
    input: policyQuestion({
      gate: 'register',
      app,
      registration,
      integrations,
      assessment,
      now,
    }),
  });
  return {
    decision: mergePolicy(floor, policy.decision),
    company: mergePolicy(OPEN, policy.decision),
    policy,
    pendingPolicy: policy.answered
      ? undefined
      : { since: now.toISOString(), violations: [] },
  };
}

/** What a refused registration is told. */
export function refuseRegistration(
  violations: readonly Violation[],
): Result<never> {
  const [first, ...more] = violations;
  const details: Refusal['details'] = violations.map(({ because, next }) => ({
    path: 'registration',
    message: next ? `${because}. ${next}` : because,
  }));
  const because = first?.because ?? 'The company rules say no';
  return refuse(
    'gate-closed',
    more.length > 0
      ? `Your company's rules do not allow this: ${because}, and ${more.length} more`
      : `Your company's rules do not allow this: ${because}`,
    details,
  );
}
