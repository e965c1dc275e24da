import { z } from 'zod';
import { named } from './named';

/** `GET /v1/audit/verification`. @public */
export const auditVerificationResponse = named(
  'AuditVerification',
  z.union([
    z.object({
      sound: z.literal(true),
      count: z.number().int(),
      head: z.string(),
      chain: z.string().optional(),
      erased: z.number().int(),
    }),
    z.object({
      sound: z.literal(false),
      at: z.string(),
      because: z.string(),
    }),
  ]),
);

const fields = z.record(z.string(), z.unknown());

/** `GET /v1/audit/entries`. @public */
export const auditEntriesResponse = named(
  'AuditEntries',
  z.object({
    items: z.array(
      z.object({
        seq: z.number().int(),
        at: z.string(),
        person: z.string().optional(),
        actor: z.string().optional(),
        onBehalf: z.string().optional(),
        action: z.string(),
        appId: z.string().optional(),
        summary: z.string().optional(),
        personal: fields.optional(),
        details: fields,
        erased: z.boolean(),
        hash: z.string(),
      }),
    ),
    nextCursor: z.string().optional(),
  }),
);

/** `GET /v1/audit/heads`. @public */
export const auditHeadResponse = named(
  'AuditHead',
  z.object({
    chain: z.string().optional(),
    seq: z.number().int(),
    hash: z.string(),
    at: z.string().optional(),
  }),
);

const facts = {
  seq: z.number().int(),
  at: z.string(),
  onBehalf: z.string().optional(),
  action: z.string(),
  appId: z.string().optional(),
  details: fields,
  prevHash: z.string(),
  hash: z.string(),
};

const sealed = {
  commitment: z.string(),
  salt: z.string().optional(),
  erased: z.number().int().optional(),
};

/** One entry of the chain with everything that its proof needs. @public */
export const auditRowResponse = named(
  'AuditRow',
  z.union([
    z.object({
      ...facts,
      format: z.literal(1),
      actor: z.string(),
      actorSubject: z.string().optional(),
      erased: z.number().int().optional(),
      withheld: z.literal(true).optional(),
    }),
    z.object({
      ...facts,
      format: z.literal(2),
      person: z.string(),
      appPrev: z.string().optional(),
      skipHash: z.string(),
      who: z.object({
        ...sealed,
        value: z
          .object({ ref: z.string(), subject: z.string().optional() })
          .optional(),
      }),
      words: z.object({
        ...sealed,
        value: z.looseObject({ summary: z.string() }).optional(),
      }),
    }),
  ]),
);

/** First line of `GET /v1/audit/export`; entries follow, one a line. @public */
export const auditExportLine = named(
  'AuditExportLine',
  z.union([
    z.object({
      format: z.literal('micro-apps-audit-1'),
      exportedAt: z.string(),
      people: z.enum(['withheld', 'shown']),
      head: auditHeadResponse,
    }),
    auditRowResponse,
  ]),
);

/** `GET /v1/apps/:id/bundle`. @public */
export const bundleResponse = named(
  'EvidenceBundle',
  z.object({
    format: z.literal('micro-apps-bundle-1'),
    appId: z.string(),
    exportedAt: z.string(),
    head: z.object({
      chain: z.string().optional(),
      seq: z.number().int(),
      hash: z.string(),
    }),
    records: fields,
    entries: z.array(auditRowResponse),
    links: z.array(
      z.object({
        seq: z.number().int(),
        prevHash: z.string(),
        skipHash: z.string(),
        textDigest: z.string(),
      }),
    ),
  }),
);

/** `POST /v1/persons/erasures`. @public */
export const personErasureResponse = named(
  'PersonErasure',
  z.object({
    person: z.string(),
    parts: z.number().int(),
    remaining: z.array(
      z.object({ record: z.string(), count: z.number().int() }),
    ),
  }),
);
