import {
  DATA_CLASSES,
  type ApprovalRequirement,
  type VendorTerms,
  type ApproverRole,
  type Band,
  type ChangeRequestState,
  type Tally,
  type Vote,
} from '@micro-apps/governance-core';
import { z } from 'zod';
import {
  choiceField,
  hashField,
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
}).superRefine(({ choice, items }, context) => {
  if (choice === 'ask-for-changes' && !items?.length) {
    context.addIssue({
      code: 'custom',
      path: ['items'],
      message: 'Write down at least one thing to change',
    });
  }
});
/** @public */
export type VoteRequest = z.input<typeof voteRequest>;

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
export const REQUEST_KINDS = ['app', 'exception', 'vendor'] as const;
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
  /** Against the envelope approved before; everything, the first time. */
  readonly difference: readonly EnvelopeChange[];
  readonly viewer: {
    readonly mayVote: boolean;
    readonly whyNot?: string;
    readonly roles: readonly ApproverRole[];
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
