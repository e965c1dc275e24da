/** Source: architecture, Gates. @public */
export const GATES = [
  'register',
  'issue-client',
  'promote',
  'renew',
  'retire',
] as const;
/** @public */
export type Gate = (typeof GATES)[number];

/** A reason for "not yet". @public */
export interface Violation {
  readonly code: string;
  readonly because: string;
  /** What to do next, in plain words. */
  readonly next?: string;
  readonly controlId?: string;
}

/** Something to do without blocking. @public */
export interface Obligation {
  readonly code: string;
  readonly because: string;
}

/**
 * What a rule that only observes or warns would have said. Source: requirements
 * "Safe enforcement".
 * @public
 */
export interface Observation {
  /** Id of the rule. */
  readonly code: string;
  readonly because: string;
  readonly mode: 'observe' | 'warn';
}

/** @public */
export interface GateDecision {
  readonly gate: Gate;
  readonly allowed: boolean;
  readonly violations: readonly Violation[];
  readonly obligations: readonly Obligation[];
  /** Of rules that do not enforce yet; never opens or closes anything. */
  readonly observations?: readonly Observation[];
}
