import type { AppStanding, DispositionPlan } from '@micro-apps/governance-core';
import { z } from 'zod';
import {
  idempotencyKeyField,
  queryNumberField,
  strictFields,
  textField,
  wholeNumberField,
} from './fields';

const reason = textField({
  what: 'your reason',
  min: 3,
  max: 2_000,
  multiline: true,
});

/** Sent again with the same key, it is done once. */
const idempotencyKey = idempotencyKeyField.optional();

const holdId = z
  .string({ error: 'Name the hold by its id' })
  .min(1, { error: 'Name the hold by its id' })
  .max(64, { error: 'Name the hold by its id' });

/** `GET /v1/apps/:id/retention`. @public */
export const retentionQuery = z.object({
  /** A dry run of another window; that of the app, where left out. */
  retentionDays: queryNumberField({
    what: 'the days to keep data',
    min: 1,
    max: 3650,
  }).optional(),
});
/** @public */
export type RetentionQuery = z.input<typeof retentionQuery>;

/** `POST /v1/apps/:id/disposals`. @public */
export const confirmDisposalRequest = strictFields({
  /** The count that the dry run showed; another one by then is refused. */
  confirmedDue: wholeNumberField({
    what: 'how many you saw',
    min: 1,
    max: 1_000_000_000,
  }),
  idempotencyKey,
});
/** @public */
export type ConfirmDisposalRequest = z.input<typeof confirmDisposalRequest>;

/** `POST /v1/apps/:id/legal-hold`. @public */
export const setLegalHoldRequest = strictFields({ reason, idempotencyKey });
/** @public */
export type SetLegalHoldRequest = z.input<typeof setLegalHoldRequest>;

/** `POST /v1/apps/:id/legal-hold/lift`. @public */
export const liftLegalHoldRequest = strictFields({
  reason,
  holdId,
  idempotencyKey,
});
/** @public */
export type LiftLegalHoldRequest = z.input<typeof liftLegalHoldRequest>;

/** `POST /v1/apps/:id/retirement`. @public */
export const retireAppRequest = strictFields({
  reason,
  /** The name of the app, typed. */
  typedName: textField({ what: 'the name of the app', max: 200 }),
  expectedVersion: wholeNumberField({
    what: 'the version you looked at',
    min: 1,
    max: Number.MAX_SAFE_INTEGER,
  }),
  idempotencyKey,
});
/** @public */
export type RetireAppRequest = z.input<typeof retireAppRequest>;

/** What becomes of data when its time is over. @public */
export const DISPOSAL_WAYS = ['delete', 'archive'] as const;
/** @public */
export type DisposalWay = (typeof DISPOSAL_WAYS)[number];

/** Why a disposal began. @public */
export const DISPOSAL_CAUSES = ['rule', 'confirmed', 'retired'] as const;
/** @public */
export type DisposalCause = (typeof DISPOSAL_CAUSES)[number];

/** A legal hold, in force or lifted. @public */
export interface LegalHoldView {
  readonly id: string;
  readonly reason: string;
  readonly by: string;
  readonly since: string;
  readonly liftedAt?: string;
  readonly liftedBy?: string;
  readonly liftReason?: string;
}

/** One disposal, with counts that add up: due = done + held + waiting. @public */
export interface DisposalView {
  readonly id: string;
  readonly cause: DisposalCause;
  readonly how: DisposalWay;
  readonly by: string;
  readonly startedAt: string;
  readonly finishedAt?: string;
  readonly total: number;
  readonly due: number;
  readonly done: number;
  /** Due, and kept: a hold came in between, or it holds something else by now. */
  readonly held: number;
  readonly waiting: number;
}

/** What a disposal of now would do; nothing is changed by asking. @public */
export interface DisposalPreview extends DispositionPlan {
  readonly retentionDays: number;
  /** More than goes at once without somebody who confirms the count. */
  readonly needsConfirming: boolean;
}

/** `GET /v1/apps/:id/retention`. @public */
export interface RetentionView {
  readonly appId: string;
  readonly retentionDays: number;
  readonly testDataDays: number;
  readonly how: DisposalWay;
  /** False: nothing is installed that finds and deletes data of apps. */
  readonly connected: boolean;
  /** When the portal last looked at what the app keeps. */
  readonly lookedAt?: string;
  readonly kept: { readonly data: number; readonly testData: number };
  readonly nextDisposalAt?: string;
  readonly preview: DisposalPreview;
  /** The count that somebody has to confirm before it goes on. */
  readonly waitsForConfirming?: number;
  /** What went wrong the last time; it is tried again. */
  readonly problem?: string;
  readonly legalHold?: LegalHoldView;
  readonly earlierHolds: readonly LegalHoldView[];
  /** The newest first. */
  readonly disposals: readonly DisposalView[];
  readonly viewer: {
    readonly maySetHold: boolean;
    readonly mayLiftHold: boolean;
    readonly mayConfirm: boolean;
  };
}

/** What ending an app would do. @public */
export interface RetirementPreview {
  /** Copies that are stopped. */
  readonly copies: number;
  /** Sign-ins that are taken back. */
  readonly credentials: number;
  /** Requests that are withdrawn. */
  readonly requests: number;
  /** Things that are deleted or archived. */
  readonly things: number;
  readonly how: DisposalWay;
  readonly disposeAt: string;
  readonly legalHold: boolean;
  readonly openIncident: boolean;
}

/** The end of an app, and how far it has come. @public */
export interface Retirement {
  readonly from: AppStanding;
  readonly by: string;
  readonly reason?: string;
  readonly at: string;
  /** Since when nothing of it runs and nobody signs in. */
  readonly accessEndedAt?: string;
  readonly problem?: string;
  /** From then on its data goes. */
  readonly disposeAt: string;
  readonly thingsLeft: number;
  readonly keptBy?: 'legal-hold' | 'open-incident';
  readonly disposedAt?: string;
}

/** `GET /v1/apps/:id/retirement`. @public */
export interface RetirementView {
  readonly appId: string;
  readonly standing: AppStanding;
  readonly version: number;
  /** For whoever may end it. */
  readonly preview?: RetirementPreview;
  readonly retirement?: Retirement;
  readonly viewer: { readonly mayRetire: boolean };
}
