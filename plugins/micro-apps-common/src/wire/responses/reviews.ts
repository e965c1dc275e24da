import { REVIEW_ANSWERS, REVIEW_LINES } from '@micro-apps/governance-core';
import { z } from 'zod';
import { entityRef, instant } from './assessment';
import { named } from './named';

/** `GET /v1/apps/:id/review`. @public */
export const annualReviewResponse = named(
  'AnnualReview',
  z.object({
    dueAt: instant.optional(),
    state: z.enum(['not-asked', 'running', 'soon', 'overdue']),
    way: z.enum(['attest', 'request']),
    requestId: z.string().optional(),
    reviews: z.array(
      z.object({
        id: z.string(),
        at: instant,
        how: z.enum(['attested', 'reviewed']),
        by: entityRef,
        version: z.number().int(),
        answers: z
          .record(z.enum(REVIEW_LINES), z.enum(REVIEW_ANSWERS))
          .optional(),
      }),
    ),
    renewal: z.array(
      z.object({ because: z.string(), next: z.string().optional() }),
    ),
    viewer: z.object({ mayAttest: z.boolean(), mayAsk: z.boolean() }),
  }),
);
