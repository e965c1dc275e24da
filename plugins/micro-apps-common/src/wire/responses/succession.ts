import { RUNGS } from '@micro-apps/governance-core';
import { z } from 'zod';
import { OFFER_ANSWERS, ORPHAN_ENDS } from '../succession';
import { entityRef, instant } from './assessment';
import { named } from './named';

const rung = z.enum(RUNGS);

const orphan = named(
  'Orphan',
  z.object({
    id: z.string(),
    appId: z.string(),
    appName: z.string(),
    version: z.number().int(),
    leaver: entityRef,
    orphanedAt: instant,
    rung,
    dueAt: instant.optional(),
    steps: z.array(
      z.object({
        rung,
        refs: z.array(entityRef),
        from: instant,
        until: instant.optional(),
      }),
    ),
    offers: z.array(
      z.object({
        to: entityRef,
        rung: rung.optional(),
        at: instant,
        by: entityRef.optional(),
        answer: z.enum(OFFER_ANSWERS).optional(),
        answeredAt: instant.optional(),
        reason: z.string().optional(),
      }),
    ),
    ended: z
      .object({
        how: z.enum(ORPHAN_ENDS),
        at: instant,
        newOwner: entityRef.optional(),
      })
      .optional(),
  }),
);

/** `GET /v1/apps/:id/succession`. @public */
export const successionResponse = named(
  'Succession',
  z.object({
    orphan: orphan.optional(),
    earlier: z.array(orphan),
    viewer: z.object({ mayAccept: z.boolean(), mayDecline: z.boolean() }),
  }),
);

/** `GET /v1/orphans`. @public */
export const orphansResponse = named(
  'Orphans',
  z.object({ items: z.array(orphan), nextCursor: z.string().optional() }),
);

/** `POST /v1/orphans/offers`. @public */
export const offerOrphansResponse = named(
  'OwnershipOffers',
  z.object({
    results: z.array(
      z.object({
        orphanId: z.string(),
        appId: z.string().optional(),
        ok: z.boolean(),
        because: z.string().optional(),
      }),
    ),
  }),
);

/** One person who has left. @public */
export const leaverResponse = named(
  'Leaver',
  z.object({
    id: z.string(),
    person: entityRef,
    foundBy: z.enum(['directory', 'person']),
    reportedBy: entityRef.optional(),
    reason: z.string().optional(),
    leftAt: instant,
    apps: z.number().int(),
    finishedAt: instant.optional(),
    returnedAt: instant.optional(),
    mayReturn: z.boolean(),
  }),
);

/** `GET /v1/leavers`. @public */
export const leaversResponse = named(
  'Leavers',
  z.object({
    items: z.array(leaverResponse),
    nextCursor: z.string().optional(),
    pause: z
      .object({
        since: instant,
        missing: z.number().int(),
        total: z.number().int(),
      })
      .optional(),
  }),
);
