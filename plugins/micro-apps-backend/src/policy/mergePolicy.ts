import { mergeDecisions, type GateDecision } from '@micro-apps/governance-core';

/**
 * Joins what the core and company rules say: a "no" of either stands. What
 * rules that do not enforce yet would have said is kept with it, once.
 */
export function mergePolicy(
  floor: GateDecision,
  policy: GateDecision,
): GateDecision {
  const { observations: _theirs, ...merged } = mergeDecisions(floor, policy);
  const seen = new Set<string>();
  const observations = [floor, policy]
    .flatMap(decision => decision.observations ?? [])
    .filter(({ code, because, mode }) => {
      const key = JSON.stringify([code, because, mode]);
      return !seen.has(key) && seen.add(key);
    });
  return observations.length > 0 ? { ...merged, observations } : merged;
}
