import {
  classifyData,
  deriveControls,
  policyInput,
  scoreRisk,
} from '@micro-apps/governance-core';
import type {
  Finding,
  Gate,
  Integration,
  PolicyInput,
  PolicyResource,
  Registration,
} from '@micro-apps/governance-core';
import {
  aRegistration,
  NOW,
  SOME_INTEGRATIONS,
} from '@micro-apps/governance-core/testing';

/** A request for a decision, worked out by the core as a gate would. */
export function aPolicyInput(
  options: {
    gate?: Gate;
    registration?: Partial<Registration>;
    integrations?: readonly Integration[];
    findings?: readonly Finding[];
    environment?: { name: string; dataKind: string };
    client?: Readonly<Record<string, unknown>>;
    resources?: readonly PolicyResource[];
    now?: string;
  } = {},
): PolicyInput {
  const registration = aRegistration(options.registration);
  const integrations = options.integrations ?? SOME_INTEGRATIONS;
  const score = scoreRisk({ registration, integrations });
  const effectiveClass = classifyData({ registration, integrations });
  return policyInput({
    gate: options.gate ?? 'promote',
    app: { id: 'where2eat', standing: 'draft' },
    registration,
    integrations,
    effectiveClass: effectiveClass.effective,
    score,
    required: deriveControls({
      registration,
      integrations,
      score,
      effectiveClass,
    }),
    findings: options.findings,
    environment: options.environment,
    client: options.client,
    resources: options.resources,
    now: options.now ?? NOW,
  });
}
