import {
  APP_STANDING_TABLE,
  HOLD_ACTIONS,
  RULE_MODES,
} from '@micro-apps/governance-core';
import { z } from 'zod';
import { FLEET_ITEM_STATES } from '../fleet';
import { entityRef, instant } from './assessment';
import { hold } from './containment';
import { named } from './named';

/** `GET /v1/fleet/held`. @public */
export const heldAppsResponse = named(
  'HeldApps',
  z.object({
    items: z.array(
      z.object({
        appId: z.string(),
        appName: z.string(),
        owner: entityRef,
        version: z.number().int(),
        hold,
        mayRelease: z.boolean(),
      }),
    ),
    nextCursor: z.string().optional(),
  }),
);

/** `GET /v1/fleet/preview`. @public */
export const fleetPreviewResponse = named(
  'FleetStopPreview',
  z.object({
    matching: z.number().int(),
    apps: z.number().int(),
    people: z.number().int(),
    credentials: z.number().int(),
    examples: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        standing: z.enum(APP_STANDING_TABLE.states),
      }),
    ),
  }),
);

const run = z.object({
  id: z.string(),
  kind: z.enum(['stop', 'undo']),
  action: z.enum(HOLD_ACTIONS),
  filter: z.record(z.string(), z.string()),
  reason: z.string(),
  by: z.string(),
  at: instant,
  automatic: z.boolean(),
  undoOf: z.string().optional(),
  finishedAt: instant.optional(),
  counts: z.object({
    waiting: z.number().int(),
    done: z.number().int(),
    skipped: z.number().int(),
    failed: z.number().int(),
  }),
});

const fleetRun = named('FleetRun', run);

/** `GET /v1/fleet/runs`. @public */
export const fleetRunsResponse = named(
  'FleetRuns',
  z.object({ items: z.array(fleetRun), nextCursor: z.string().optional() }),
);

/** `GET /v1/fleet/runs/:id`. @public */
export const fleetRunResponse = named(
  'FleetRunDetail',
  run.extend({
    items: z.array(
      z.object({
        appId: z.string(),
        appName: z.string(),
        state: z.enum(FLEET_ITEM_STATES),
        because: z.string().optional(),
      }),
    ),
    nextCursor: z.string().optional(),
  }),
);

/** `GET /v1/fleet/automatic`. @public */
export const automaticContainmentResponse = named(
  'AutomaticContainment',
  z.object({
    rules: z.array(
      z.object({
        controlId: z.string(),
        title: z.string(),
        action: z.enum(HOLD_ACTIONS),
        mode: z.enum(RULE_MODES),
        apps: z.number().int().optional(),
      }),
    ),
    lookedAt: instant.optional(),
    most: z.number().int(),
    refused: z
      .object({
        at: instant,
        apps: z.number().int(),
        most: z.number().int(),
        total: z.number().int(),
      })
      .optional(),
  }),
);
