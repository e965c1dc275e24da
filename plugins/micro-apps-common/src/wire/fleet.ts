import {
  HELD_STANDINGS,
  HOLD_ACTIONS,
  type AppStanding,
  type AutomaticRule,
  type HoldAction,
} from '@micro-apps/governance-core';
import { z } from 'zod';
import type { HoldView } from './containment';
import {
  choiceField,
  entityRefField,
  pageFields,
  searchField,
  strictFields,
  textField,
  wholeNumberField,
} from './fields';

const SOME = 'Say which apps: by vendor, scope, owner or business unit';

/** Which apps a run is about; all that is given has to fit. */
const filterFields = {
  vendor: searchField(100).optional(),
  scope: searchField(100).optional(),
  owner: entityRefField('user', 'the owner').optional(),
  unit: entityRefField('group', 'the business unit').optional(),
};

function namesSome(
  given: Partial<Record<keyof typeof filterFields, string>>,
): boolean {
  const { vendor, scope, owner, unit } = given;
  return [vendor, scope, owner, unit].some(each => Boolean(each?.trim()));
}

const reason = textField({
  what: 'your reason',
  min: 3,
  max: 2_000,
  multiline: true,
});

/** `GET /v1/fleet/held`. @public */
export const heldAppsQuery = strictFields({
  standing: choiceField('a state', HELD_STANDINGS).optional(),
  ...pageFields(),
});
/** @public */
export type HeldAppsQuery = z.input<typeof heldAppsQuery>;

/** `GET /v1/fleet/preview`. @public */
export const fleetPreviewQuery = strictFields({
  action: choiceField('what to do', HOLD_ACTIONS),
  ...filterFields,
}).refine(namesSome, { path: ['vendor'], error: SOME });
/** @public */
export type FleetPreviewQuery = z.input<typeof fleetPreviewQuery>;

/** `POST /v1/fleet/runs`. @public */
export const startFleetRunRequest = strictFields({
  action: choiceField('what to do', HOLD_ACTIONS),
  ...filterFields,
  reason,
  /** How many apps the preview named. */
  expectedApps: wholeNumberField({
    what: 'how many apps you saw',
    min: 1,
    max: 10_000_000,
  }),
}).refine(namesSome, { path: ['vendor'], error: SOME });
/** @public */
export type StartFleetRunRequest = z.input<typeof startFleetRunRequest>;

/** `POST /v1/fleet/runs/:id/undo`. @public */
export const undoFleetRunRequest = strictFields({ reason });
/** @public */
export type UndoFleetRunRequest = z.input<typeof undoFleetRunRequest>;

/** `GET /v1/fleet/runs` and `GET /v1/fleet/runs/:id`. @public */
export const fleetRunsQuery = strictFields({ ...pageFields() });
/** @public */
export type FleetRunsQuery = z.input<typeof fleetRunsQuery>;

/** An app that is held now. @public */
export interface HeldApp {
  readonly appId: string;
  readonly appName: string;
  readonly owner: string;
  readonly version: number;
  readonly hold: HoldView;
  readonly mayRelease: boolean;
}

/** @public */
export interface HeldAppsResponse {
  readonly items: readonly HeldApp[];
  readonly nextCursor?: string;
}

/** What an emergency stop would touch. @public */
export interface FleetStopPreview {
  /** Apps that the filter names. */
  readonly matching: number;
  /** Of these, those that would be held more strictly than now. */
  readonly apps: number;
  /** Owners and second owners of these. */
  readonly people: number;
  /** Sign-ins that they have. */
  readonly credentials: number;
  /** The first of them. */
  readonly examples: readonly {
    readonly id: string;
    readonly name: string;
    readonly standing: AppStanding;
  }[];
}

/** Where one app of a run stands. @public */
export const FLEET_ITEM_STATES = [
  'waiting',
  'done',
  'skipped',
  'failed',
] as const;
/** @public */
export type FleetItemState = (typeof FLEET_ITEM_STATES)[number];

/** One emergency stop of many apps, or the undoing of one. @public */
export interface FleetRunView {
  readonly id: string;
  readonly kind: 'stop' | 'undo';
  readonly action: HoldAction;
  readonly filter: Readonly<Record<string, string>>;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
  readonly automatic: boolean;
  /** The run that this one undoes. */
  readonly undoOf?: string;
  readonly finishedAt?: string;
  readonly counts: Readonly<Record<FleetItemState, number>>;
}

/** @public */
export interface FleetRunsResponse {
  readonly items: readonly FleetRunView[];
  readonly nextCursor?: string;
}

/** @public */
export interface FleetRunDetail extends FleetRunView {
  readonly items: readonly {
    readonly appId: string;
    readonly appName: string;
    readonly state: FleetItemState;
    /** Why it was left out, or what went wrong. */
    readonly because?: string;
  }[];
  readonly nextCursor?: string;
}

/** What the portal holds by itself: its rules, and what the last look found. @public */
export interface AutomaticContainment {
  readonly rules: readonly (AutomaticRule & {
    /** What the control is about. */
    readonly title: string;
    /** How many apps it would hold now; absent: not counted yet. */
    readonly apps?: number;
  })[];
  /** When all running apps were looked at; absent: never. */
  readonly lookedAt?: string;
  /** How many apps may be held so within a day. */
  readonly most: number;
  /** While they would be too many and none is held: when that was told. */
  readonly refused?: {
    readonly at: string;
    readonly apps: number;
    readonly most: number;
    readonly total: number;
  };
}
