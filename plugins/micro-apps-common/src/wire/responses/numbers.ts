import {
  APP_STANDING_TABLE,
  BANDS,
  CHECK_STATES,
  CHECKLIST_IDS,
  DATA_CLASSES,
  FLEET_CHECK_IDS,
  ROLLOUT_STEP_IDS,
} from '@micro-apps/governance-core';
import { z } from 'zod';
import { entityRef, instant } from './assessment';
import { named } from './named';

const count = z.number().int();

const tally = z.object({ name: z.string(), apps: count });
const topTally = z.object({
  top: z.array(tally),
  otherNames: count,
  otherApps: count,
});

const checkCounts = named(
  'CheckCounts',
  z.object({ yes: count, no: count, unknown: count }),
  'Apps by what can be said of each; unknown is not yes',
);

/** `GET /v1/numbers`. @public */
export const numbersResponse = named(
  'Numbers',
  z.object({
    countedAt: instant,
    posture: z.object({
      inUse: count,
      active: count,
      standings: z.array(tally),
      bands: z.array(tally),
      classes: z.array(tally),
      units: topTally,
      owners: topTally,
      scopes: topTally,
      dataTypes: z.array(tally),
      withAccess: count,
      clients: count,
      withPersonalData: count,
      checks: z.record(z.enum(FLEET_CHECK_IDS), checkCounts),
    }),
    checklist: z.array(
      z.object({
        id: z.enum(CHECKLIST_IDS),
        question: z.string(),
        definition: z.string(),
        goodAnswer: z.enum(['yes', 'no']),
        answer: z.enum(CHECK_STATES),
        because: z.string(),
        counts: checkCounts,
      }),
    ),
    metrics: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        definition: z.string(),
        unit: z.enum(['percent', 'hours', 'count']),
        value: z.number().optional(),
        of: count.optional(),
        unknownBecause: z.string().optional(),
        goal: z.string().optional(),
        met: z.boolean().optional(),
      }),
    ),
  }),
);

/** `GET /v1/numbers/apps`. @public */
export const countedAppsResponse = named(
  'CountedApps',
  z.object({
    items: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        owner: entityRef,
        businessUnit: entityRef,
        band: z.enum(BANDS),
        effectiveClass: z.enum(DATA_CLASSES),
        standing: z.enum(APP_STANDING_TABLE.states),
      }),
    ),
    nextCursor: z.string().optional(),
  }),
);

const rolloutStart = z.object({
  startsAt: instant,
  setBy: z.string(),
  setAt: instant,
});

/** `PUT /v1/numbers/rollout`. @public */
export const rolloutStartResponse = named('RolloutStart', rolloutStart);

/** `GET /v1/numbers/rollout`. @public */
export const rolloutResponse = named(
  'Rollout',
  z.object({
    countedAt: instant,
    start: rolloutStartResponse.optional(),
    mayChange: z.boolean(),
    steps: z.array(
      z.object({
        id: z.enum(ROLLOUT_STEP_IDS),
        title: z.string(),
        definition: z.string(),
        weeks: z.tuple([count, count]),
        knownBy: z.enum(['portal', 'person']),
        done: z.boolean(),
        dueAt: instant.optional(),
        late: z.boolean(),
        tick: z
          .object({ by: z.string(), at: instant, note: z.string() })
          .optional(),
      }),
    ),
  }),
);

/** `POST /v1/numbers/rollout/steps/:step`. @public */
export const rolloutTickResponse = named(
  'RolloutTick',
  z.object({ step: z.enum(ROLLOUT_STEP_IDS), done: z.boolean() }),
);
