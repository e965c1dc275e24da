import { HELD_STANDINGS, HOLD_ACTIONS } from '@micro-apps/governance-core';
import { z } from 'zod';
import { HOLD_ENDS } from '../containment';
import { entityRef, instant, standing } from './assessment';
import { named } from './named';

/** One time that an app was held. @public */
export const hold = named(
  'Hold',
  z.object({
    id: z.string(),
    standing: z.enum(HELD_STANDINGS),
    reason: z.string(),
    controls: z.array(z.object({ controlId: z.string(), title: z.string() })),
    by: entityRef,
    since: instant,
    revoking: z.boolean(),
    problem: z.string().optional(),
    endedAt: instant.optional(),
    endedBy: entityRef.optional(),
    ended: z.enum(HOLD_ENDS).optional(),
    endReason: z.string().optional(),
  }),
);

/** `GET /v1/apps/:id/containment`. @public */
export const containmentResponse = named(
  'Containment',
  z.object({
    appId: z.string(),
    standing,
    version: z.number().int(),
    since: instant.optional(),
    hold: hold.optional(),
    earlier: z.array(hold),
    missing: z.array(
      z.object({
        controlId: z.string(),
        title: z.string(),
        because: z.string(),
        next: z.string(),
      }),
    ),
    viewer: z.object({
      mayHold: z.array(z.enum(HOLD_ACTIONS)),
      mayRelease: z.boolean(),
      mayReleaseByChecks: z.boolean(),
    }),
  }),
);
