import type { Gate, GateDecision } from '@micro-apps/governance-core';
import { readGateDecision } from '@micro-apps/plugin-micro-apps-node';

/**
 * The one decision of a compiled policy's result set.
 * @throws when the set holds no, or more than one, decision on this gate
 */
export function decisionOf(results: unknown, gate: Gate): GateDecision {
  const only: unknown =
    Array.isArray(results) && results.length === 1 ? results[0] : undefined;
  const decision = readGateDecision(
    typeof only === 'object' && only !== null
      ? (only as { result?: unknown }).result
      : undefined,
    gate,
  );
  if (!decision) throw new Error('The company rules gave no clear answer');
  return decision;
}
