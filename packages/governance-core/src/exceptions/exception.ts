/** Who has to grant an exception: IT, and from the second on whoever IT answers to. @public */
export type ExceptionApprover = 'it' | 'it-lead';

/** What makes up for a control that is lifted for a while. @public */
export interface Compensation {
  /** What is done instead, in plain words. */
  readonly statement: string;
  /** A control of the catalogue that has to stay met meanwhile. */
  readonly controlId?: string;
  /** Proof of it; not the proof of the control that is lifted. */
  readonly evidenceIds: readonly string[];
  /** ISO instant at which that proof ends. */
  readonly evidenceExpiresAt?: string;
}

/** What an owner asks for. Instants are ISO 8601 with a zone. @public */
export interface ExceptionRequest {
  readonly appId: string;
  readonly controlId: string;
  readonly reason: string;
  readonly compensation: Compensation;
  readonly startsAt: string;
  readonly endsAt: string;
  /** User entity reference. */
  readonly requestedBy: string;
}

/** An exception as the ledger keeps it. @public */
export interface GrantedException extends ExceptionRequest {
  readonly id: string;
  /** 0 for the first of a chain, 1 for the second, and so on. */
  readonly renewal: number;
  readonly grantedBy: string;
  readonly grantedAs: ExceptionApprover;
  readonly grantedAt: string;
  /** Set when it was taken back before its end. */
  readonly revokedAt?: string;
}

/** The numbers of requirement R10, in days. @public */
export interface ExceptionLimits {
  readonly longest: number;
  /** All exceptions of a chain together. */
  readonly chain: number;
  /** Days without an exception after which a new chain begins. */
  readonly chainEndsAfter: number;
}

/** @public */
export const DEFAULT_EXCEPTION_LIMITS: ExceptionLimits = {
  longest: 14,
  chain: 28,
  chainEndsAfter: 28,
};

/** What granting a request would mean. @public */
export interface ExceptionPlan {
  readonly days: number;
  /** How many of the chain come before it. */
  readonly renewal: number;
  /** Days of the chain with this one. */
  readonly chainDays: number;
  readonly approver: ExceptionApprover;
}
