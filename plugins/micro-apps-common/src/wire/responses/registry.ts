import { REGISTRATION_FIELDS } from '@micro-apps/governance-core';
import { z } from 'zod';
import { band, dataClass, instant, score } from './assessment';
import { named } from './named';

const change = named(
  'RegistrationChange',
  z.object({
    field: z.enum(REGISTRATION_FIELDS),
    title: z.string(),
    before: z.string(),
    after: z.string(),
  }),
);
const problem = z.object({ path: z.string(), message: z.string() });

/** `GET /v1/apps/:id/versions`. @public */
export const versionsResponse = named(
  'Versions',
  z.object({
    items: z.array(
      z.object({
        version: z.number().int(),
        at: instant,
        changedBy: z.string(),
        via: z.enum(['api', 'template', 'import', 'repository']).optional(),
        changes: z.array(change),
        leftEnvelope: z.boolean().optional(),
        score: score.optional(),
        band: band.optional(),
        effectiveClass: dataClass.optional(),
      }),
    ),
    nextCursor: z.string().optional(),
  }),
);

/** One proposal of a repository. @public */
export const proposalResponse = named(
  'Proposal',
  z.object({
    id: z.string(),
    appId: z.string(),
    state: z.enum(['open', 'accepted', 'declined', 'superseded']),
    location: z.string(),
    commit: z.string().optional(),
    binds: z.boolean(),
    changes: z.array(change),
    unclear: z.array(problem),
    proposedAt: instant,
    decidedAt: instant.optional(),
    decidedBy: z.string().optional(),
    reason: z.string().optional(),
  }),
);

/** `GET /v1/apps/:id/proposals`. @public */
export const proposalsResponse = named(
  'Proposals',
  z.object({
    items: z.array(proposalResponse),
    nextCursor: z.string().optional(),
  }),
);

/** `POST /v1/imports`. @public */
export const importResponse = named(
  'Import',
  z.object({
    importId: z.string(),
    dryRun: z.boolean(),
    total: z.number().int(),
    rows: z.array(
      z.object({
        row: z.number().int(),
        name: z.string(),
        outcome: z.enum(['would-register', 'registered', 'refused']),
        appId: z.string().optional(),
        score: score.optional(),
        band: band.optional(),
        effectiveClass: dataClass.optional(),
        lookAlikes: z.array(z.string()),
        before: z.boolean().optional(),
        problems: z.array(
          z.object({ path: z.string().optional(), message: z.string() }),
        ),
      }),
    ),
    refused: z.object({ header: z.string(), lines: z.string() }),
  }),
);
