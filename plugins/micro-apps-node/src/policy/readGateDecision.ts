import {
  GATES,
  type Gate,
  type GateDecision,
  type Observation,
  type Obligation,
  type Violation,
} from '@micro-apps/governance-core';

/** More reasons than anybody reads; an answer with more is no answer. */
const MAX_REASONS = 500;
const MAX_CODE = 200;
const MAX_TEXT = 4_000;

/**
 * Reads what an engine answered to one question. Everything but one complete
 * decision on the gate that was asked is `undefined`: no result, `{}`, a text,
 * a list of two, another gate, a reason without words, more than
 * 500 reasons (reliability D1). Fields that a decision does not have are left
 * out; "allowed" with a violation beside it is read as not allowed.
 * @public
 */
export function readGateDecision(
  answer: unknown,
  asked: Gate,
): GateDecision | undefined {
  if (!isFields(answer) || answer.gate !== asked || !GATES.includes(asked)) {
    return undefined;
  }
  const { allowed } = answer;
  const violations = readList(answer.violations, readViolation);
  const obligations = readList(answer.obligations, readObligation);
  const observations = readList(answer.observations ?? [], readObservation);
  if (
    typeof allowed !== 'boolean' ||
    !violations ||
    !obligations ||
    !observations
  ) {
    return undefined;
  }
  // A "no" without a reason is kept; the core's merge gives it one.
  return {
    gate: asked,
    allowed: allowed && violations.length === 0,
    violations,
    obligations,
    ...(observations.length > 0 && { observations }),
  };
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readList<T>(
  given: unknown,
  read: (fields: Record<string, unknown>) => T | undefined,
): readonly T[] | undefined {
  if (!Array.isArray(given) || given.length > MAX_REASONS) return undefined;
  const items: T[] = [];
  for (const each of given as unknown[]) {
    const item = isFields(each) ? read(each) : undefined;
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}

function isText(value: unknown, max = MAX_TEXT): value is string {
  return typeof value === 'string' && value !== '' && value.length <= max;
}

function readObligation(fields: Record<string, unknown>) {
  const { code, because } = fields;
  return isText(code, MAX_CODE) && isText(because)
    ? ({ code, because } satisfies Obligation)
    : undefined;
}

function readViolation(fields: Record<string, unknown>): Violation | undefined {
  const reason = readObligation(fields);
  const { next, controlId } = fields;
  return (
    reason && {
      ...reason,
      ...(isText(next) && { next }),
      ...(isText(controlId, MAX_CODE) && { controlId }),
    }
  );
}

function readObservation(
  fields: Record<string, unknown>,
): Observation | undefined {
  const reason = readObligation(fields);
  const { mode } = fields;
  return reason && (mode === 'observe' || mode === 'warn')
    ? { ...reason, mode }
    : undefined;
}
