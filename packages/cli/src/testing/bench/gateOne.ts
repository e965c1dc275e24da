import {
  classifyData,
  deriveControls,
  evaluateControls,
  floorDecision,
  mergeDecisions,
  policyInput,
  scoreRisk,
  type GateDecision,
  type Integration,
  type PolicyInput,
  type Registration,
} from '@micro-apps/governance-core';
import type { EmbeddedPolicy } from '@micro-apps/policy-pack';

export const NOW = '2026-11-24T10:00:00.000Z';

/** Class, score and controls: what a form asks for with every key press. */
export function assessOne(
  registration: Registration,
  integrations: readonly Integration[],
) {
  const facts = { registration, integrations };
  const effectiveClass = classifyData(facts);
  const score = scoreRisk(facts);
  return {
    effectiveClass,
    score,
    required: deriveControls({ ...facts, score, effectiveClass }),
  };
}

/** What company rules are asked at the promote gate. */
export function questionOf(
  registration: Registration,
  integrations: readonly Integration[],
): PolicyInput {
  return gateFacts(registration, integrations).input;
}

/** The promote gate, from registration to decision. */
export function gateOne(
  registration: Registration,
  integrations: readonly Integration[],
  policy: EmbeddedPolicy,
): GateDecision {
  const { floor, input } = gateFacts(registration, integrations);
  return mergeDecisions(floor, policy.evaluate(input));
}

function gateFacts(
  registration: Registration,
  integrations: readonly Integration[],
) {
  const { effectiveClass, score, required } = assessOne(
    registration,
    integrations,
  );
  const findings = evaluateControls({
    required,
    registration,
    integrations,
    evidence: [],
    context: { commit: 'c'.repeat(40), envelopeHash: 'e'.repeat(64), now: NOW },
  });
  const floor = floorDecision({
    gate: 'promote',
    findings,
    band: score.band,
    approval: 'missing',
    standing: 'active',
    environmentIsProduction: true,
  });
  const input = policyInput({
    gate: 'promote',
    app: { id: 'an-app', standing: 'active' },
    registration,
    integrations,
    effectiveClass: effectiveClass.effective,
    score,
    required,
    findings,
    environment: { name: 'beta', dataKind: 'real' },
    now: NOW,
  });
  return { floor, input };
}
