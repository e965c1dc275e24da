import {
  REVIEW_ANSWERS,
  type DueClock,
  type ReviewAnswer,
  type ReviewLine,
} from '@micro-apps/governance-core';
import { z } from 'zod';
import { choiceField, strictFields, versionField } from './fields';

const line = (what: string) =>
  choiceField(`whether ${what} is still right`, REVIEW_ANSWERS);

/** `POST /v1/apps/:id/review/attest`. @public */
export const attestReviewRequest = strictFields({
  expectedVersion: versionField,
  answers: strictFields({
    purpose: line('the purpose'),
    data: line('the data'),
    scopes: line('the access to company data'),
    vendors: line('the list of vendors'),
    retention: line('the time that data is kept'),
    successor: line('the second owner'),
  } satisfies Record<ReviewLine, unknown>),
});
/** @public */
export type AttestReviewRequest = z.input<typeof attestReviewRequest>;

/** `POST /v1/apps/:id/review/requests`. @public */
export const requestReviewRequest = strictFields({
  expectedVersion: versionField,
});
/** @public */
export type RequestReviewRequest = z.input<typeof requestReviewRequest>;

/** A look at an app by a person. @public */
export interface PastReview {
  readonly id: string;
  readonly at: string;
  readonly how: 'attested' | 'reviewed';
  readonly by: string;
  readonly version: number;
  readonly answers?: Readonly<Record<ReviewLine, ReviewAnswer>>;
}

/** `GET /v1/apps/:id/review`. @public */
export interface AnnualReviewView extends DueClock {
  /** Whether its owner confirms it, or a reviewer looks. */
  readonly way: 'attest' | 'request';
  /** The undecided request for a review. */
  readonly requestId?: string;
  readonly reviews: readonly PastReview[];
  /** What the rules want while it is late; the app keeps running. */
  readonly renewal: readonly {
    readonly because: string;
    readonly next?: string;
  }[];
  readonly viewer: { readonly mayAttest: boolean; readonly mayAsk: boolean };
}
