/**
 * Everybody whose approval can be needed. `it-lead` decides where `it` has
 * decided before: on an exception that follows another one (R10).
 * @public
 */
export const APPROVER_ROLES = ['security', 'privacy', 'it', 'it-lead'] as const;

/** Whose approval is needed. @public */
export type ApproverRole = (typeof APPROVER_ROLES)[number];

/** @public */
export interface ApprovalRequirement {
  readonly role: ApproverRole;
  /** How many different people of that role must agree. */
  readonly count: number;
  readonly because: string;
  /** Whose turn it is: a step begins when all before are done; 1 unless told. */
  readonly step?: number;
}

/** @public */
export interface Vote {
  /** Stable subject of the voter; people are bound by it, not by spelling. */
  readonly subject: string;
  readonly voterRef: string;
  readonly role: ApproverRole;
  readonly choice: 'approve' | 'reject' | 'ask-for-changes';
  readonly reason: string;
  readonly at: string;
}

/** @public */
export interface Tally {
  readonly outcome: 'approved' | 'rejected' | 'changes-requested' | 'waiting';
  readonly waitingFor: readonly (ApprovalRequirement & {
    readonly have: number;
  })[];
}

/** A person as the catalog knows her at the moment of asking. @public */
export interface Person {
  /** User entity reference as the catalog spells it. */
  readonly ref: string;
  /** Annotation `micro-apps.dev/subject`. */
  readonly subject?: string;
  readonly email?: string;
  /** Transitive group refs. */
  readonly groups: readonly string[];
}

/** What decides whether somebody may vote on a request. @public */
export interface EligibilityFacts {
  readonly voter: Person;
  /** The principal acts for herself, not through a template or tool. */
  readonly actingDirectly: boolean;
  readonly role: ApproverRole;
  /** Group refs that hold the role. */
  readonly approverGroups: readonly string[];
  readonly band: 'low' | 'medium' | 'high';
  /** Everybody excluded by deed: requester, owners (present and named while it was open), last editors, attesters. */
  readonly involved: readonly {
    readonly person: Person;
    readonly as: 'requester' | 'owner' | 'successor' | 'editor' | 'attester';
  }[];
  /** The owner's direct team(s): excluded in High. */
  readonly ownerGroups: readonly string[];
}
