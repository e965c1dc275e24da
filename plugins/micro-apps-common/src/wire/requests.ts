import {
  DATA_CLASSES,
  type ApprovalRequirement,
  type ApproverRole,
  type Band,
  type ChangeRequestState,
  type RefusalCode,
  type Tally,
  type VendorTerms,
  type Vote,
} from '@micro-apps/governance-core';
import { z } from 'zod';
import {
  choiceField,
  entityRefField,
  hashField,
  idempotencyKeyField,
  instantField,
  listField,
  pageFields,
  strictFields,
  textField,
  versionField,
} from './fields';

/** `POST /v1/apps/:id/requests`. @public */
export const requestApprovalRequest = strictFields({
  expectedVersion: versionField,
  note: textField({
    what: 'the note',
    max: 2_000,
    multiline: true,
  }).optional(),
});
/** @public */
export type RequestApprovalRequest = z.input<typeof requestApprovalRequest>;

/** What a reviewer says beside "approve" to a vendor. @public */
export const vendorApprovalFields = strictFields({
  approvedUntil: instantField('until when it is approved').optional(),
  minimumClass: choiceField(
    'how sensitive the data is',
    DATA_CLASSES,
  ).optional(),
  findings: textField({
    what: 'what the review found',
    max: 5_000,
    multiline: true,
  }).optional(),
});

/** `POST /v1/requests/:id/votes`. @public */
export const voteRequest = strictFields({
  ...voteFields(),
}).superRefine(needsItems);
/** @public */
export type VoteRequest = z.input<typeof voteRequest>;

function voteFields() {
  return {
    choice: choiceField('what you decide', [
      'approve',
      'reject',
      'ask-for-changes',
    ]),
    reason: textField({
      what: 'your reason',
      min: 3,
      max: 2_000,
      multiline: true,
    }),
    /** What has to change, one line each; only with `ask-for-changes`. */
    items: listField(
      'the changes',
      textField({ what: 'the change', max: 500 }),
      20,
    ).optional(),
    /** Of vendors only: until when, which class, what was found. */
    decision: vendorApprovalFields.optional(),
    envelopeHash: hashField,
    expectedVersion: versionField,
    /** The same key from the same person gives the same decision (A1). */
    idempotencyKey: idempotencyKeyField.optional(),
  };
}

function needsItems(
  vote: { choice: string; items?: readonly string[] },
  context: z.RefinementCtx,
): void {
  if (vote.choice === 'ask-for-changes' && !vote.items?.length) {
    context.addIssue({
      code: 'custom',
      path: ['items'],
      message: 'Write down at least one thing to change',
    });
  }
}

const requestIdField = z
  .string({ error: 'Name the request' })
  .regex(/^[\x21-\x7e]{1,64}$/, { error: 'This is not an id' });

/** `POST /v1/requests/votes`: each vote stands for itself. @public */
export const votesRequest = strictFields({
  votes: listField(
    'the votes',
    strictFields({ id: requestIdField, ...voteFields() }).superRefine(
      needsItems,
    ),
    500,
  ).min(1, { error: 'Send at least one vote' }),
});
/** @public */
export type VotesRequest = z.input<typeof votesRequest>;

/** `POST /v1/requests/:id/delegate`. @public */
export const delegateRequest = strictFields({
  /** User entity reference of the colleague. */
  to: entityRefField('user', 'your colleague'),
  note: textField({ what: 'the note', max: 2_000, multiline: true }).optional(),
});
/** @public */
export type DelegateRequest = z.input<typeof delegateRequest>;

/** `POST /v1/requests/:id/override`. @public */
export const overrideRequest = strictFields({
  reason: textField({
    what: 'the reason of the emergency',
    min: 20,
    max: 2_000,
    multiline: true,
  }),
  envelopeHash: hashField,
  expectedVersion: versionField,
});
/** @public */
export type OverrideRequest = z.input<typeof overrideRequest>;

/** `POST /v1/requests/:id/override-review`. @public */
export const overrideReviewRequest = strictFields({
  outcome: choiceField('what you think of it', ['upheld', 'taken-back']),
  reason: textField({
    what: 'your reason',
    min: 3,
    max: 2_000,
    multiline: true,
  }),
});
/** @public */
export type OverrideReviewRequest = z.input<typeof overrideReviewRequest>;

/** What became of one vote of many. @public */
export interface VoteResult {
  readonly id: string;
  /** HTTP status that the vote alone would have had. */
  readonly status: number;
  /** Where the request stands, when the vote was taken. */
  readonly state?: ChangeRequestState;
  /** Why it was not. */
  readonly code?: RefusalCode;
  readonly message?: string;
}

/** Answer of `POST /v1/requests/votes`, in the order of the votes. @public */
export interface VotesResponse {
  readonly results: readonly VoteResult[];
}

/** `POST /v1/requests/:id/items/:itemId`. @public */
export const tickItemRequest = strictFields({
  done: z.boolean({ error: 'Say whether it is done' }),
});
/** @public */
export type TickItemRequest = z.input<typeof tickItemRequest>;

/** `GET /v1/requests`. @public */
export const requestsQuery = strictFields({
  state: choiceField('which requests', ['open', 'mine', 'all']).default('open'),
  ...pageFields(),
});
/** @public */
export type RequestsQuery = z.input<typeof requestsQuery>;

/** Everything that people can be asked to approve. @public */
export const REQUEST_KINDS = ['app', 'exception', 'vendor', 'review'] as const;
/** @public */
export type RequestKindName = (typeof REQUEST_KINDS)[number];

/** One row of the review queue. @public */
export interface RequestSummary {
  readonly id: string;
  readonly kind: RequestKindName;
  /** Id of the app or the exception, name of the vendor. */
  readonly subjectId: string;
  /** What it is about, as people call it. */
  readonly title: string;
  /** The app that it belongs to, if there is one. */
  readonly appId?: string;
  readonly appName?: string;
  readonly entityRef?: string;
  readonly state: ChangeRequestState;
  /** How risky the app is, if there is one. */
  readonly band?: Band;
  readonly score?: number;
  readonly version: number;
  readonly requestedBy: string;
  readonly requestedAt: string;
  readonly dueAt?: string;
  /** Whose turn it is: the reviewers' or the owner's clock runs. */
  readonly clock: 'reviewers' | 'owner' | 'stopped';
  readonly waitingFor: readonly ApproverRole[];
  /** What changed since the last approval, in a few words. */
  readonly change: string;
  readonly mayVote: boolean;
  /** Approved in an emergency: until when somebody else has to look at it. */
  readonly secondLookDueAt?: string;
}

/** @public */
export interface RequestsResponse {
  readonly items: readonly RequestSummary[];
  readonly nextCursor?: string;
  readonly total: number;
  /** When the last request was decided; for the empty state. */
  readonly lastDecidedAt?: string;
}

/** One approval request with everything needed to decide. @public */
export interface RequestView {
  readonly id: string;
  readonly kind: RequestKindName;
  /** Id of the app or the exception, name of the vendor. */
  readonly subjectId: string;
  /** What it is about, as people call it. */
  readonly title: string;
  /** The app that it belongs to, if there is one. */
  readonly appId?: string;
  readonly appName?: string;
  readonly state: ChangeRequestState;
  readonly band: Band;
  readonly version: number;
  readonly envelopeHash: string;
  readonly commit?: string;
  readonly requestedBy: string;
  readonly requestedAt: string;
  readonly decidedAt?: string;
  readonly dueAt?: string;
  readonly note?: string;
  /** Approved by the rules, no person asked (requirements R3). */
  readonly automatic: boolean;
  /**
   * Of the company rules: when approval was asked for, when it was decided,
   * and now. The promote gate always asks those of now (reliability A17).
   */
  readonly policyRevision?: {
    readonly asked?: string;
    readonly decided?: string;
    readonly now: string;
  };
  readonly requirements: readonly ApprovalRequirement[];
  readonly tally: Tally;
  /** With what was said beside a yes. */
  readonly votes: readonly (Omit<Vote, 'subject'> & {
    readonly terms?: VendorTerms;
  })[];
  readonly items: readonly ChangeItem[];
  /** Reviews of this round that were handed to a colleague, oldest first. */
  readonly delegations: readonly DelegationView[];
  /** It was approved in an emergency, without the usual people. */
  readonly override?: OverrideView;
  /** Against the envelope approved before; everything, the first time. */
  readonly difference: readonly EnvelopeChange[];
  readonly viewer: {
    readonly mayVote: boolean;
    readonly whyNot?: string;
    readonly roles: readonly ApproverRole[];
    /** May approve in an emergency, the portal's permission apart. */
    readonly mayOverride?: boolean;
    /** May take the second look at an emergency approval. */
    readonly mayReviewOverride?: boolean;
  };
}

/** A review that somebody handed to a colleague. @public */
export interface DelegationView {
  readonly role: ApproverRole;
  readonly from: string;
  readonly to: string;
  readonly note?: string;
  readonly at: string;
}

/** An approval given in an emergency, and the second look at it. @public */
export interface OverrideView {
  readonly by: string;
  readonly reason: string;
  readonly at: string;
  readonly dueAt: string;
  readonly isOverdue: boolean;
  readonly review?: {
    readonly by: string;
    readonly outcome: 'upheld' | 'taken-back';
    readonly reason: string;
    readonly at: string;
  };
}

/** One thing that a reviewer asked to change. @public */
export interface ChangeItem {
  readonly id: string;
  readonly text: string;
  readonly done: boolean;
}

/** @public */
export interface EnvelopeChange {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}
