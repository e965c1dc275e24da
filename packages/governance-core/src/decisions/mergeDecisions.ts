import type { GateDecision, Obligation, Violation } from './decision';

/** Same code, control and text: said once. */
function once<T extends Violation | Obligation>(items: readonly T[]): T[] {
  const seen = new Set<string>();
  return items.filter(item => {
    const control = 'controlId' in item ? item.controlId : '';
    const key = JSON.stringify([item.code, control, item.because]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/**
 * Joins decisions on one gate: a "no" of anybody stands, obligations add up.
 * Other decisions can tighten the floor, never loosen it. A "no" without a
 * reason, an answer for another gate and no answer at all count as a "no".
 * Source: architecture, rule 3.
 * @public
 */
export function mergeDecisions(
  floor: GateDecision,
  ...others: readonly GateDecision[]
): GateDecision {
  const all = [floor, ...others];
  const violations = all.flatMap((decision): readonly Violation[] => {
    if (!decision || !Array.isArray(decision.violations)) {
      return [
        {
          code: 'no-decision',
          because: 'The company rules gave no answer',
          next: 'Try again later',
        },
      ];
    }
    if (decision.gate !== floor.gate) {
      return [
        ...decision.violations,
        {
          code: 'other-gate',
          because: 'The company rules answered another question',
          next: 'Try again later',
        },
      ];
    }
    if (decision.allowed !== true && decision.violations.length === 0) {
      return [
        {
          code: 'no-reason',
          because: 'A company rule says no without a reason',
          next: 'Ask your platform team',
        },
      ];
    }
    return decision.violations;
  });
  return {
    gate: floor.gate,
    allowed: violations.length === 0,
    violations: once(violations),
    obligations: once(all.flatMap(decision => decision?.obligations ?? [])),
  };
}
