import type { GateDecision } from '@micro-apps/governance-core';
import type {
  PolicyEnginePort,
  PolicyInput,
} from '@micro-apps/plugin-micro-apps-node';

/** Longest wait for an organisation's own rules. */
const TIMEOUT_MS = 2_000;

/**
 * Asks the policy engine. No answer, a late answer or an answer of another
 * shape is a "no" with a reason: an unreachable engine never opens a gate
 * (architecture, rule 3).
 */
export async function askPolicy(
  engine: PolicyEnginePort,
  input: PolicyInput,
  timeoutMs = TIMEOUT_MS,
): Promise<GateDecision> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), timeoutMs);
  });
  try {
    const decision = await Promise.race([engine.decide(input), late]);
    if (
      typeof decision?.allowed === 'boolean' &&
      Array.isArray(decision.violations) &&
      Array.isArray(decision.obligations)
    ) {
      return decision;
    }
  } catch {
    // Falls through to the closed gate below.
  } finally {
    clearTimeout(timer);
  }
  return {
    gate: input.gate,
    allowed: false,
    violations: [
      {
        code: 'policy-unavailable',
        because: 'The company rules could not be checked',
        next: 'Try again in a minute; if it stays so, tell the platform team',
      },
    ],
    obligations: [],
  };
}
