import { z } from 'zod';
import { EXCEPTION_STANDINGS } from '../exceptions';
import { entityRef, instant } from './assessment';
import { named } from './named';

/** One exception of the ledger. @public */
export const exceptionResponse = named(
  'Exception',
  z.object({
    id: z.string(),
    appId: z.string(),
    appName: z.string(),
    controlId: z.string(),
    controlTitle: z.string(),
    standing: z.enum(EXCEPTION_STANDINGS),
    reason: z.string(),
    compensation: z.object({
      statement: z.string(),
      controlId: z.string().optional(),
      controlTitle: z.string().optional(),
      evidenceIds: z.array(z.string()),
      evidenceExpiresAt: instant.optional(),
    }),
    startsAt: instant,
    endsAt: instant,
    requestedBy: entityRef,
    requestedAt: instant,
    requestId: z.string().optional(),
    renewal: z.number().int().optional(),
    grantedBy: entityRef.optional(),
    grantedAs: z.enum(['it', 'it-lead']).optional(),
    grantedAt: instant.optional(),
    revokedBy: entityRef.optional(),
    revokedAt: instant.optional(),
    revokeReason: z.string().optional(),
    unproven: z.boolean().optional(),
    viewer: z.object({ mayRevoke: z.boolean() }),
  }),
);

/** `GET /v1/apps/:id/exceptions`. @public */
export const appExceptionsResponse = named(
  'AppExceptions',
  z.object({
    items: z.array(exceptionResponse),
    limits: z.object({
      longest: z.number(),
      chain: z.number(),
      chainEndsAfter: z.number(),
    }),
  }),
);

/** `GET /v1/exceptions`. @public */
export const exceptionsResponse = named(
  'Exceptions',
  z.object({
    items: z.array(exceptionResponse),
    nextCursor: z.string().optional(),
    total: z.number().int(),
  }),
);
