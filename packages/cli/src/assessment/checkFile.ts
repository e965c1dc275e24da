import {
  floorDecision,
  mergeDecisions,
  policyInput,
  type ApprovalState,
  type Band,
  type Gate,
  type GateDecision,
  type Integration,
  type PolicyInput,
} from '@micro-apps/governance-core';
import type { EmbeddedPolicy } from '@micro-apps/policy-pack';
import type { GivenFile } from '../input/readRegistrationFile';
import type { FileAssessment } from './assessFile';

/** The answer of a gate, and what it was asked. */
export interface FileCheck {
  readonly decision: GateDecision;
  readonly policyRevision: string;
  readonly input: PolicyInput;
}

const BETA = { name: 'beta', dataKind: 'real' } as const;

/**
 * What a gate would say of a file: the core's floor and the company rules, of
 * which any "no" stands. What the file does not say of proofs and approval is
 * unknown, and unknown is not enough.
 */
export function checkFile(options: {
  given: GivenFile;
  integrations: readonly Integration[];
  assessment: FileAssessment;
  gate: Gate;
  policy: EmbeddedPolicy;
  now: string;
}): FileCheck {
  const { given, integrations, assessment, gate, policy, now } = options;
  const { file } = given;
  const { score, effectiveClass, required } = assessment;
  // Nothing is checked and nobody is asked before an app exists.
  const registering = gate === 'register';
  const environment = file.environment ?? (registering ? undefined : BETA);
  const findings = registering ? [] : assessment.findings;
  const standing = file.app?.standing ?? (registering ? 'draft' : 'active');
  const floor = floorDecision({
    gate,
    findings,
    band: score.band,
    approval: registering ? 'not-needed' : approvalOf(file, score.band),
    standing,
    environmentIsProduction:
      !registering && environment?.dataKind !== 'sanitised',
  });
  const input = policyInput({
    gate,
    app: registering && !file.app ? undefined : { ...file.app, standing },
    registration: file.registration,
    integrations,
    effectiveClass: effectiveClass.effective,
    score,
    required,
    findings,
    environment,
    client: file.client,
    resources: file.resources,
    now,
  });
  const answer = policy.evaluate(input);
  return {
    decision: {
      ...mergeDecisions(
        floor,
        registering ? knownIntegrations(assessment) : openAt(gate),
        answer,
      ),
      observations: answer.observations ?? [],
    },
    policyRevision: policy.revision,
    input,
  };
}

/** What the file says, or that nobody at this desk knows. */
function approvalOf(
  { approval }: GivenFile['file'],
  band: Band,
): ApprovalState | 'unknown' {
  return approval ?? (band === 'low' ? 'not-needed' : 'unknown');
}

function openAt(gate: Gate): GateDecision {
  return { gate, allowed: true, violations: [], obligations: [] };
}

/** A portal registers nothing that its integration catalog does not hold (R6). */
function knownIntegrations({
  unknownIntegrations,
}: FileAssessment): GateDecision {
  const violations = unknownIntegrations.map(name => ({
    code: 'integration-unknown',
    because: `${name} is not in the integration catalog`,
    next: 'Choose one from the catalog, or ask your platform team to add it',
  }));
  return {
    ...openAt('register'),
    allowed: violations.length === 0,
    violations,
  };
}
