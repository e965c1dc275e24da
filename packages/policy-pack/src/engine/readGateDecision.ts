import { GATES } from '@micro-apps/governance-core';
import type {
  Gate,
  GateDecision,
  Observation,
  Obligation,
  Violation,
} from '@micro-apps/governance-core';

/**
 * Reads what a policy engine answered. Anything but one complete decision is
 * no decision: a missing list, a text that is none, a gate that nobody knows,
 * and "allowed" beside a violation. Source: reliability D1.
 *
 * @param answer - parsed JSON, not trusted
 * @returns the decision, or undefined
 * @public
 */
export function readGateDecision(answer: unknown): GateDecision | undefined {
  if (!isRecord(answer)) return undefined;
  const { gate, allowed, violations, obligations, observations = [] } = answer;
  if (!isGate(gate) || typeof allowed !== 'boolean') return undefined;
  if (
    !isListOf(violations, isViolation) ||
    !isListOf(obligations, isReason) ||
    !isListOf(observations, isObservation)
  ) {
    return undefined;
  }
  // A decision that contradicts itself opens nothing.
  if (allowed !== (violations.length === 0)) return undefined;
  return { gate, allowed, violations, obligations, observations };
}

function isGate(value: unknown): value is Gate {
  return GATES.some(gate => gate === value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOf<T>(
  value: unknown,
  isItem: (item: unknown) => item is T,
): value is T[] {
  return Array.isArray(value) && value.every(isItem);
}

function isReason(value: unknown): value is Obligation {
  return (
    isRecord(value) &&
    typeof value.code === 'string' &&
    typeof value.because === 'string'
  );
}

function isViolation(value: unknown): value is Violation {
  return (
    isReason(value) &&
    isRecord(value) &&
    isTextOrAbsent(value.next) &&
    isTextOrAbsent(value.controlId)
  );
}

function isObservation(value: unknown): value is Observation {
  return (
    isReason(value) &&
    isRecord(value) &&
    (value.mode === 'observe' || value.mode === 'warn')
  );
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}
