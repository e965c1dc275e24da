import {
  CHECK_STATES,
  FLEET_CHECK_IDS,
  type AppStanding,
  type Band,
  type ChecklistAnswer,
  type DataClass,
  type KeyMetric,
  type Posture,
  type RolloutStep,
  type RolloutStepId,
} from '@micro-apps/governance-core';
import { z } from 'zod';
import {
  choiceField,
  instantField,
  pageFields,
  strictFields,
  textField,
} from './fields';

/** `GET /v1/numbers/apps`: what can be said of an app at one question. @public */
export const countedAppsQuery = strictFields({
  check: choiceField('a question', FLEET_CHECK_IDS),
  state: choiceField('an answer', CHECK_STATES),
  ...pageFields(),
});
/** @public */
export type CountedAppsQuery = z.input<typeof countedAppsQuery>;

/** `PUT /v1/numbers/rollout`. @public */
export const rolloutStartRequest = strictFields({
  startsAt: instantField('the first day'),
});
/** @public */
export type RolloutStartRequest = z.input<typeof rolloutStartRequest>;

/** `POST /v1/numbers/rollout/steps/:step`. @public */
export const rolloutTickRequest = strictFields({
  /** False takes it back. */
  done: z.boolean({ error: 'Say whether the step is done' }),
  note: textField({
    what: 'what was done, or why not',
    min: 3,
    max: 2_000,
    multiline: true,
  }),
});
/** @public */
export type RolloutTickRequest = z.input<typeof rolloutTickRequest>;

/** Numbers of all apps, and when they were counted. @public */
export interface NumbersResponse {
  /** ISO 8601, UTC. */
  readonly countedAt: string;
  readonly posture: Posture;
  readonly checklist: readonly ChecklistAnswer[];
  readonly metrics: readonly KeyMetric[];
}

/** An app behind a number. @public */
export interface CountedAppView {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly businessUnit: string;
  readonly band: Band;
  readonly effectiveClass: DataClass;
  readonly standing: AppStanding;
}

/** @public */
export interface CountedAppsResponse {
  readonly items: readonly CountedAppView[];
  readonly nextCursor?: string;
}

/** When the 90 days begin, and who said so. @public */
export interface RolloutStartView {
  readonly startsAt: string;
  readonly setBy: string;
  readonly setAt: string;
}

/** The board of the first 90 days. @public */
export interface RolloutResponse {
  readonly countedAt: string;
  readonly start?: RolloutStartView;
  /** Whether the person who asks may set the first day and tick steps. */
  readonly mayChange: boolean;
  readonly steps: readonly RolloutStep[];
}

/** @public */
export interface RolloutTickView {
  readonly step: RolloutStepId;
  readonly done: boolean;
}
