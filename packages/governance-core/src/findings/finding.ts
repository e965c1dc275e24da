import type { ControlDefinition } from '../controls/control';

/** OSCAL's words. @public */
export type FindingState =
  | 'satisfied'
  | 'not-satisfied'
  | 'unknown'
  | 'not-applicable';

/** The verdict on one required control. @public */
export interface Finding {
  readonly controlId: string;
  readonly title: string;
  readonly state: FindingState;
  /** Closed code: `met`, `no-evidence`, `evidence-stale`, `other-commit`, `other-envelope`, `scan-failed`, `scan-unknown`, `fact-missing`, `set-aside`, `waits-for`... */
  readonly code: string;
  /** A plain sentence, e.g. "2 unknown packages". */
  readonly because: string;
  /** Why the control is required here. */
  readonly requiredBecause: string;
  readonly evidenceIds: readonly string[];
  readonly checkedAt?: string;
  readonly expiresAt?: string;
  readonly control: ControlDefinition;
  /** The exception that lifts it; its code is then `excepted`. */
  readonly exceptionId?: string;
}
