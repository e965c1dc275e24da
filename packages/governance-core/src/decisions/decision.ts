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

/** @public */
export interface GateDecision {
  readonly gate: Gate;
  readonly allowed: boolean;
  readonly violations: readonly Violation[];
  readonly obligations: readonly Obligation[];
}
