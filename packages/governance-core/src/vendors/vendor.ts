import type { DataClass } from '../classification/dataClass';
import type { Transition, TransitionTable } from '../lifecycle/transitionTable';

/** What a service of somebody else deals with. Source: requirements R6. @public */
export const VENDOR_KINDS = [
  'general',
  'crm',
  'hr',
  'payment',
  'health',
  'identity',
] as const;
/** @public */
export type VendorKind = (typeof VENDOR_KINDS)[number];

/** Where a vendor stands; `expired` comes by comparing dates, never by a job. @public */
export const VENDOR_STATES = [
  'requested',
  'in-review',
  'taken-back',
  'rejected',
  'approved',
  'expired',
  'withdrawn',
] as const;
/** @public */
export type VendorState = (typeof VENDOR_STATES)[number];

/** @public */
export type VendorEvent =
  | 'request'
  | 'review'
  | 'take-back'
  | 'reject'
  | 'approve'
  | 'end'
  | 'withdraw';

/** The same event from several states. */
function from(
  states: readonly VendorState[],
  on: VendorEvent,
  to: VendorState,
): readonly Transition<VendorState, VendorEvent>[] {
  return states.map(state => ({ from: state, on, to }));
}

/**
 * The life of a vendor: asked for, reviewed, approved until a date, withdrawn.
 * What was refused, has ended or was withdrawn can be asked for anew; what is
 * approved can be asked for again before it ends, and stays approved meanwhile.
 * Source: requirements R6.
 * @public
 */
export const VENDOR_TABLE: TransitionTable<VendorState, VendorEvent> = {
  initial: 'requested',
  states: VENDOR_STATES,
  transitions: [
    ...from(['requested'], 'review', 'in-review'),
    ...from(['requested', 'in-review'], 'take-back', 'taken-back'),
    ...from(['requested', 'in-review'], 'reject', 'rejected'),
    ...from(['requested', 'in-review', 'approved'], 'approve', 'approved'),
    ...from(['approved'], 'end', 'expired'),
    ...from(['approved', 'expired'], 'withdraw', 'withdrawn'),
    ...from(
      ['taken-back', 'rejected', 'expired', 'withdrawn'],
      'request',
      'requested',
    ),
  ],
};

/** What is asked for, and later approved. @public */
export interface VendorFacts {
  readonly title: string;
  readonly kind: VendorKind;
  /** What it is wanted for. */
  readonly purpose: string;
  /** Classes of data that may flow there. */
  readonly dataClasses: readonly DataClass[];
  readonly hosts: readonly string[];
  /** npm packages that talk to it. */
  readonly sdkPackages: readonly string[];
  readonly website?: string;
  /** Its terms or data-processing agreement. */
  readonly terms?: string;
}

/**
 * What people decided about a vendor last. `none`: nobody decided, so the
 * catalog alone says whether it is approved.
 * @public
 */
export interface VendorDecision {
  readonly name: string;
  readonly decision: 'none' | 'approved' | 'rejected' | 'withdrawn';
  /** ISO instant of that decision, UTC. */
  readonly decidedAt?: string;
  /** ISO instant, UTC; with `approved`. */
  readonly approvedUntil?: string;
  /** The lowest class that an app using it can have, as decided. */
  readonly minimumClass?: DataClass;
  /** As they were approved; absent when only the catalog describes it. */
  readonly facts?: VendorFacts;
  /** Whether somebody waits for an answer, and whether a reviewer has begun. */
  readonly review: 'none' | 'requested' | 'in-review';
}
