import { EVIDENCE_KINDS, SET_ASIDE_CODES } from '@micro-apps/governance-core';
import { z } from 'zod';
import { entityRef, instant } from './assessment';
import { named } from './named';

const evidence = z.object({
  id: z.string(),
  kind: z.enum(EVIDENCE_KINDS),
  provenance: z.enum([
    'pipeline',
    'portal-runner',
    'portal-form',
    'self-reported',
  ]),
  tool: z.object({ name: z.string(), version: z.string().optional() }),
  outcome: z.enum(['pass', 'fail', 'unknown']),
  summary: z.string(),
  problems: z.array(
    z.object({
      code: z.string(),
      level: z.enum(['error', 'warning', 'note']),
      message: z.string(),
      location: z.string().optional(),
    }),
  ),
  commit: z.string().optional(),
  lockDigest: z.string().optional(),
  environment: z.string().optional(),
  envelopeHash: z.string().optional(),
  receivedAt: instant,
  expiresAt: instant.optional(),
  by: entityRef.optional(),
  scanId: z.string().optional(),
  /** It counts for nothing, and why. */
  setAside: z
    .object({ code: z.enum(SET_ASIDE_CODES), because: z.string() })
    .optional(),
  /** The run that made it, as its token names it. */
  pipeline: z
    .object({
      repository: z.string(),
      workflow: z.string(),
      ref: z.string(),
      event: z.string(),
      runId: z.string(),
      runNumber: z.number(),
      runAttempt: z.number(),
      line: z.string().optional(),
    })
    .optional(),
});

/** A stored proof. @public */
export const evidenceViewResponse = named('Evidence', evidence);

/** `GET /v1/apps/:id/evidence/:evidenceId`, with the tool's own words. @public */
export const evidenceDetailResponse = named(
  'EvidenceDetail',
  evidence.extend({
    /** SARIF 2.1.0. */
    sarif: z.unknown().optional(),
    /** CycloneDX 1.4 to 1.6. */
    cyclonedx: z.unknown().optional(),
  }),
);

/** `GET /v1/apps/:id/evidence`. @public */
export const evidenceResponse = named(
  'EvidenceList',
  z.object({ items: z.array(evidenceViewResponse) }),
);
