import { z } from 'zod';
import { DISPOSAL_CAUSES, DISPOSAL_WAYS } from '../retention';
import { entityRef, instant, standing } from './assessment';
import { named } from './named';

const count = z.number().int().min(0);
const way = z.enum(DISPOSAL_WAYS);

/** A legal hold, in force or lifted. @public */
export const legalHold = named(
  'LegalHold',
  z.object({
    id: z.string(),
    reason: z.string(),
    by: entityRef,
    since: instant,
    liftedAt: instant.optional(),
    liftedBy: entityRef.optional(),
    liftReason: z.string().optional(),
  }),
);

/** One disposal. @public */
export const disposal = named(
  'Disposal',
  z.object({
    id: z.string(),
    cause: z.enum(DISPOSAL_CAUSES),
    how: way,
    by: z.string(),
    startedAt: instant,
    finishedAt: instant.optional(),
    total: count,
    due: count,
    done: count,
    held: count,
    waiting: count,
  }),
);

/** `GET /v1/apps/:id/retention`. @public */
export const retentionResponse = named(
  'Retention',
  z.object({
    appId: z.string(),
    retentionDays: z.number(),
    testDataDays: z.number(),
    how: way,
    connected: z.boolean(),
    lookedAt: instant.optional(),
    kept: z.object({ data: count, testData: count }),
    nextDisposalAt: instant.optional(),
    preview: z.object({
      retentionDays: z.number(),
      total: count,
      due: count,
      held: z.object({
        'legal-hold': count.optional(),
        'open-incident': count.optional(),
        audit: count.optional(),
      }),
      needsConfirming: z.boolean(),
    }),
    waitsForConfirming: count.optional(),
    problem: z.string().optional(),
    legalHold: legalHold.optional(),
    earlierHolds: z.array(legalHold),
    disposals: z.array(disposal),
    viewer: z.object({
      maySetHold: z.boolean(),
      mayLiftHold: z.boolean(),
      mayConfirm: z.boolean(),
    }),
  }),
);

/** `GET /v1/apps/:id/retirement`. @public */
export const retirementResponse = named(
  'Retirement',
  z.object({
    appId: z.string(),
    standing,
    version: z.number().int(),
    preview: z
      .object({
        copies: count,
        credentials: count,
        requests: count,
        things: count,
        how: way,
        disposeAt: instant,
        legalHold: z.boolean(),
        openIncident: z.boolean(),
      })
      .optional(),
    retirement: z
      .object({
        from: standing,
        by: entityRef,
        reason: z.string().optional(),
        at: instant,
        accessEndedAt: instant.optional(),
        problem: z.string().optional(),
        disposeAt: instant,
        thingsLeft: count,
        keptBy: z.enum(['legal-hold', 'open-incident']).optional(),
        disposedAt: instant.optional(),
      })
      .optional(),
    viewer: z.object({ mayRetire: z.boolean() }),
  }),
);
