import { ARTEFACT_KINDS, ARTEFACT_STATES } from '@micro-apps/governance-core';
import { z } from 'zod';
import { instant } from './assessment';
import { named } from './named';

const count = z.number().int();

const summary = z.object({
  kind: z.enum(ARTEFACT_KINDS),
  state: z.enum(ARTEFACT_STATES),
  version: count,
  progress: z.object({ answered: count, required: count, left: count }),
  changedBy: z.string().optional(),
  changedAt: instant.optional(),
  finishedBy: z.string().optional(),
  finishedAt: instant.optional(),
  reviewedBy: z.string().optional(),
  reviewedAt: instant.optional(),
  reviewReason: z.string().optional(),
  evidenceId: z.string().optional(),
  contentDigest: z.string().optional(),
  outdated: z.boolean(),
});

/** `GET /v1/apps/:id/artefacts`. @public */
export const artefactsResponse = named(
  'Artefacts',
  z.object({ items: z.array(summary) }),
);

/** `GET /v1/apps/:id/artefacts/:kind`. @public */
export const artefactResponse = named(
  'Artefact',
  summary.extend({
    appName: z.string(),
    envelopeHash: z.string(),
    answers: z.record(z.string(), z.string()),
    mayEdit: z.boolean(),
    mayReview: z.boolean(),
    versions: z.array(
      z.object({ version: count, by: z.string(), at: instant }),
    ),
  }),
);

/** `GET /v1/artefacts/waiting`. @public */
export const waitingArtefactsResponse = named(
  'WaitingArtefacts',
  z.object({
    items: z.array(
      z.object({
        appId: z.string(),
        appName: z.string(),
        kind: z.enum(ARTEFACT_KINDS),
        finishedBy: z.string(),
        finishedAt: instant,
      }),
    ),
    nextCursor: z.string().optional(),
  }),
);
