import type { Rung } from '@micro-apps/governance-core';
import { z } from 'zod';
import {
  choiceField,
  entityRefField,
  listField,
  pageFields,
  strictFields,
  textField,
  versionField,
  wholeNumberField,
} from './fields';

const reasonField = textField({
  what: 'your reason',
  min: 3,
  max: 2_000,
  multiline: true,
});

const recordIdField = textField({ what: 'the id of the record', max: 64 });

/** `POST /v1/apps/:id/succession/accept`. @public */
export const acceptOwnershipRequest = strictFields({
  expectedVersion: versionField,
});
/** @public */
export type AcceptOwnershipRequest = z.input<typeof acceptOwnershipRequest>;

/** `POST /v1/apps/:id/succession/decline`. @public */
export const declineOwnershipRequest = strictFields({ reason: reasonField });
/** @public */
export type DeclineOwnershipRequest = z.input<typeof declineOwnershipRequest>;

/** `GET /v1/orphans`. @public */
export const orphansQuery = strictFields({
  show: choiceField('which apps', ['open', 'mine']).default('open'),
  ...pageFields(),
});
/** @public */
export type OrphansQuery = z.input<typeof orphansQuery>;

/** `POST /v1/orphans/offers`. @public */
export const offerOrphansRequest = strictFields({
  orphanIds: listField('the apps', recordIdField, 100).min(1, {
    error: 'Choose at least one app',
  }),
  /** Who is asked to take them over; she says yes or no by herself. */
  person: entityRefField('user', 'the person'),
});
/** @public */
export type OfferOrphansRequest = z.input<typeof offerOrphansRequest>;

/** `GET /v1/leavers`. @public */
export const leaversQuery = strictFields({ ...pageFields() });
/** @public */
export type LeaversQuery = z.input<typeof leaversQuery>;

/** `POST /v1/leavers`. @public */
export const reportLeaverRequest = strictFields({
  person: entityRefField('user', 'the person'),
  reason: reasonField,
});
/** @public */
export type ReportLeaverRequest = z.input<typeof reportLeaverRequest>;

/** `POST /v1/leavers/:id/return`. @public */
export const returnLeaverRequest = strictFields({ reason: reasonField });
/** @public */
export type ReturnLeaverRequest = z.input<typeof returnLeaverRequest>;

/** `POST /v1/leavers/confirm`. @public */
export const confirmLeaversRequest = strictFields({
  /** How many the page showed; somebody else may be among them by now. */
  missing: wholeNumberField({
    what: 'how many people have vanished',
    min: 1,
    max: 1_000_000,
  }),
});
/** @public */
export type ConfirmLeaversRequest = z.input<typeof confirmLeaversRequest>;

/** How a search for a new owner ended. @public */
export const ORPHAN_ENDS = [
  'accepted',
  'returned',
  'reassigned',
  'retired',
] as const;
/** @public */
export type OrphanEnd = (typeof ORPHAN_ENDS)[number];

/** What somebody said who was asked; `left`: she has left herself. @public */
export const OFFER_ANSWERS = ['accepted', 'declined', 'left'] as const;
/** @public */
export type OfferAnswer = (typeof OFFER_ANSWERS)[number];

/** Somebody who was asked to take an app over. @public */
export interface OwnershipOffer {
  /** A user or a group. */
  readonly to: string;
  /** Left out: the platform team asked her besides the usual order. */
  readonly rung?: Rung;
  readonly at: string;
  readonly by?: string;
  readonly answer?: OfferAnswer;
  readonly answeredAt?: string;
  /** For those who are concerned. */
  readonly reason?: string;
}

/** The search for a new owner of one app. @public */
export interface OrphanView {
  readonly id: string;
  readonly appId: string;
  readonly appName: string;
  readonly version: number;
  readonly leaver: string;
  readonly orphanedAt: string;
  /** Who is asked now. */
  readonly rung: Rung;
  /** When the next are asked, too; left out: nobody comes after them. */
  readonly dueAt?: string;
  readonly steps: readonly {
    readonly rung: Rung;
    readonly refs: readonly string[];
    readonly from: string;
    readonly until?: string;
  }[];
  readonly offers: readonly OwnershipOffer[];
  readonly ended?: {
    readonly how: OrphanEnd;
    readonly at: string;
    readonly newOwner?: string;
  };
}

/** `GET /v1/apps/:id/succession`. @public */
export interface SuccessionView {
  readonly orphan?: OrphanView;
  /** Earlier searches, the newest first. */
  readonly earlier: readonly OrphanView[];
  readonly viewer: {
    readonly mayAccept: boolean;
    readonly mayDecline: boolean;
  };
}

/** @public */
export interface OrphansResponse {
  readonly items: readonly OrphanView[];
  readonly nextCursor?: string;
}

/** What became of one app of many. @public */
export interface OfferResult {
  readonly orphanId: string;
  readonly appId?: string;
  readonly ok: boolean;
  readonly because?: string;
}

/** @public */
export interface OfferOrphansResponse {
  readonly results: readonly OfferResult[];
}

/** Somebody who has left. @public */
export interface LeaverView {
  readonly id: string;
  readonly person: string;
  /** The directory, or somebody who said so. */
  readonly foundBy: 'directory' | 'person';
  readonly reportedBy?: string;
  readonly reason?: string;
  readonly leftAt: string;
  /** Of hers, as far as they are looked through. */
  readonly apps: number;
  /** Left out: they are still being looked through. */
  readonly finishedAt?: string;
  readonly returnedAt?: string;
  /** Not while she is back, nor where somebody else bears her name by now. */
  readonly mayReturn: boolean;
}

/** Too many vanished at once: nobody is treated as having left. @public */
export interface LeaverPause {
  readonly since: string;
  readonly missing: number;
  readonly total: number;
}

/** @public */
export interface LeaversResponse {
  readonly items: readonly LeaverView[];
  readonly nextCursor?: string;
  readonly pause?: LeaverPause;
}
