import {
  floorDecision,
  mergeDecisions,
  policyInput,
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
  const { score, effectiveClass, required, findings } = assessment;
  const { environment = BETA } = file;
  const standing =
    file.app?.standing ?? (gate === 'register' ? 'draft' : 'active');
  const floor = floorDecision({
    gate,
    findings,
    band: score.band,
    approval:
      file.approval ?? (score.band === 'low' ? 'not-needed' : 'unknown'),
    standing,
    environmentIsProduction: environment.dataKind !== 'sanitised',
  });
  const input = policyInput({
    gate,
    app: { id: file.app?.id, standing },
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
      ...mergeDecisions(floor, answer),
      observations: answer.observations ?? [],
    },
    policyRevision: policy.revision,
    input,
  };
}
