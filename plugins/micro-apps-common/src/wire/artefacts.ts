import {
  ARTEFACT_KINDS,
  MAX_ANSWER,
  type ArtefactAnswers,
  type ArtefactKind,
  type ArtefactProgress,
  type ArtefactState,
} from '@micro-apps/governance-core';
import { z } from 'zod';
import {
  choiceField,
  hashField,
  pageFields,
  strictFields,
  textField,
  versionField,
  wholeNumberField,
} from './fields';

/** The kind in a path. @public */
export const artefactKindField = choiceField('the form', ARTEFACT_KINDS);

/** `PUT /v1/apps/:id/artefacts/:kind`. @public */
export const saveArtefactRequest = strictFields({
  answers: z.record(
    z.string().max(40),
    // An answer may be left empty in a draft.
    textField({
      what: 'the answer',
      min: 0,
      max: MAX_ANSWER,
      multiline: true,
    }),
    { error: 'Send the answers by their question' },
  ),
  /** 0 for the first time. */
  expectedVersion: wholeNumberField({
    what: 'the version you looked at',
    min: 0,
    max: 1_000_000_000,
  }),
});
/** @public */
export type SaveArtefactRequest = z.input<typeof saveArtefactRequest>;

/** `POST /v1/apps/:id/artefacts/:kind/finish`. @public */
export const finishArtefactRequest = strictFields({
  expectedVersion: versionField,
  /** Of the registration that it was filled in for. */
  envelopeHash: hashField,
});
/** @public */
export type FinishArtefactRequest = z.input<typeof finishArtefactRequest>;

/** `POST /v1/apps/:id/artefacts/:kind/review`. @public */
export const reviewArtefactRequest = strictFields({
  outcome: choiceField('the outcome', ['accept', 'return']),
  reason: textField({
    what: 'your reason',
    min: 3,
    max: 2_000,
    multiline: true,
  }),
  expectedVersion: versionField,
});
/** @public */
export type ReviewArtefactRequest = z.input<typeof reviewArtefactRequest>;

/** `GET /v1/artefacts/waiting`. @public */
export const waitingArtefactsQuery = strictFields({ ...pageFields() });
/** @public */
export type WaitingArtefactsQuery = z.input<typeof waitingArtefactsQuery>;

/** One form of an app, without its answers. @public */
export interface ArtefactSummary {
  readonly kind: ArtefactKind;
  readonly state: ArtefactState;
  /** 0 while nothing was saved. */
  readonly version: number;
  readonly progress: ArtefactProgress;
  readonly changedBy?: string;
  readonly changedAt?: string;
  readonly finishedBy?: string;
  readonly finishedAt?: string;
  readonly reviewedBy?: string;
  readonly reviewedAt?: string;
  /** What the reviewer said. */
  readonly reviewReason?: string;
  readonly evidenceId?: string;
  /** SHA-256 of what was finished. */
  readonly contentDigest?: string;
  /** The registration changed beyond what it was finished for. */
  readonly outdated: boolean;
}

/** @public */
export interface ArtefactsResponse {
  readonly items: readonly ArtefactSummary[];
}

/** A form that waits to be accepted. @public */
export interface WaitingArtefact {
  readonly appId: string;
  readonly appName: string;
  readonly kind: ArtefactKind;
  readonly finishedBy: string;
  readonly finishedAt: string;
}

/** @public */
export interface WaitingArtefactsResponse {
  readonly items: readonly WaitingArtefact[];
  readonly nextCursor?: string;
}

/** One form with its answers; the questions are those of the core. @public */
export interface ArtefactView extends ArtefactSummary {
  readonly appName: string;
  readonly envelopeHash: string;
  readonly answers: ArtefactAnswers;
  readonly mayEdit: boolean;
  readonly mayReview: boolean;
  /** The last of the versions that were saved, newest first. */
  readonly versions: readonly {
    readonly version: number;
    readonly by: string;
    readonly at: string;
  }[];
}
