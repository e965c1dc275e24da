import {
  CONTROL_CATALOGUE,
  HOLD_ACTIONS,
  type AppStanding,
  type HeldStanding,
  type HoldAction,
} from '@micro-apps/governance-core';
import { z } from 'zod';
import {
  choiceField,
  listField,
  strictFields,
  textField,
  wholeNumberField,
} from './fields';

const CONTROL_IDS = CONTROL_CATALOGUE.map(({ id }) => id);

const expectedVersion = wholeNumberField({
  what: 'the version you looked at',
  min: 1,
  max: Number.MAX_SAFE_INTEGER,
});

const reason = textField({
  what: 'your reason',
  min: 3,
  max: 2_000,
  multiline: true,
});

/** `POST /v1/apps/:id/containment`. @public */
export const containmentRequest = strictFields({
  action: choiceField('what to do', [...HOLD_ACTIONS, 'release']),
  reason,
  expectedVersion,
  /**
   * Controls that it is held for; when they are met, its owner may release it
   * from quarantine. Left out: all that the promote gate asks for.
   */
  controlIds: listField(
    'the controls',
    z
      .string({ error: 'Name each control by its id' })
      .refine(id => CONTROL_IDS.includes(id), {
        error: 'There is no such control',
      }),
    20,
  ).optional(),
  /** Of a release: the hold that you looked at. */
  holdId: z
    .string({ error: 'Name the hold by its id' })
    .max(64, { error: 'Name the hold by its id' })
    .optional(),
});
/** @public */
export type ContainmentRequest = z.input<typeof containmentRequest>;

/** `POST /v1/apps/:id/containment/release-by-checks`. @public */
export const releaseByChecksRequest = strictFields({ expectedVersion });
/** @public */
export type ReleaseByChecksRequest = z.input<typeof releaseByChecksRequest>;

/** How a hold ended. @public */
export const HOLD_ENDS = [
  'released',
  'released-by-checks',
  'replaced',
  'retired',
] as const;
/** @public */
export type HoldEnd = (typeof HOLD_ENDS)[number];

/** A control, what is wrong with it and what to do. @public */
export interface HoldStep {
  readonly controlId: string;
  readonly title: string;
  readonly because: string;
  readonly next: string;
}

/** One time that an app was held. @public */
export interface HoldView {
  readonly id: string;
  readonly standing: HeldStanding;
  readonly reason: string;
  /** Controls that it is held for; empty: all that the promote gate asks for. */
  readonly controls: readonly {
    readonly controlId: string;
    readonly title: string;
  }[];
  readonly by: string;
  readonly since: string;
  /** Copies are still being stopped, and sign-in taken back. */
  readonly revoking: boolean;
  /** What went wrong with that the last time; it is tried again. */
  readonly problem?: string;
  readonly endedAt?: string;
  readonly endedBy?: string;
  readonly ended?: HoldEnd;
  readonly endReason?: string;
}

/** `GET /v1/apps/:id/containment`. @public */
export interface ContainmentView {
  readonly appId: string;
  readonly standing: AppStanding;
  readonly version: number;
  /** Since when it is held; who and why only for those who read its records. */
  readonly since?: string;
  readonly hold?: HoldView;
  /** Ended ones, the newest first. */
  readonly earlier: readonly HoldView[];
  /** What keeps it in quarantine; its owner may release it when nothing does. */
  readonly missing: readonly HoldStep[];
  readonly viewer: {
    /** What she may do with it now. */
    readonly mayHold: readonly HoldAction[];
    readonly mayRelease: boolean;
    readonly mayReleaseByChecks: boolean;
  };
}
