import {
  APP_STANDING_TABLE,
  AUDIENCES,
  BANDS,
  DATA_CATEGORIES,
  DATA_CLASSES,
  DATA_VOLUMES,
  EVIDENCE_KINDS,
  GATES,
  HOSTINGS,
} from '@micro-apps/governance-core';
import { z } from 'zod';
import { condition } from './condition';
import { named } from './named';

export const instant = named('Instant', z.string(), 'ISO 8601 instant in UTC');
export const entityRef = named(
  'EntityRef',
  z.string(),
  'Catalog entity reference, like user:default/maya',
);
export const band = named('Band', z.enum(BANDS));
export const dataClass = named('DataClass', z.enum(DATA_CLASSES));
export const gate = named('Gate', z.enum(GATES));
export const standing = named('AppStanding', z.enum(APP_STANDING_TABLE.states));
/** 0 to 10 (requirements R3). */
export const score = z.number().int().min(0).max(10);

/** A registration as it is stored. */
export const registration = named(
  'Registration',
  z.object({
    name: z.string(),
    purpose: z.string(),
    owner: entityRef,
    successor: entityRef.optional(),
    businessUnit: entityRef,
    audience: z.enum(AUDIENCES),
    classification: dataClass,
    dataTypes: z.array(
      z.object({
        category: z.enum(DATA_CATEGORIES),
        volume: z.enum(DATA_VOLUMES),
      }),
    ),
    aiGeneratedShare: z.number().optional(),
    scopes: z.array(z.string()),
    vendors: z.array(z.string()),
    libraries: z.array(z.string()),
    endpoints: z.array(z.string()),
    hosting: z.enum(HOSTINGS),
    retentionDays: z.number(),
    decommissionPlan: z.string(),
  }),
);

export const effectiveClass = named(
  'EffectiveClass',
  z.object({
    declared: dataClass,
    effective: dataClass,
    reasons: z.array(
      z.object({
        source: z.string(),
        implies: dataClass,
        because: z.string(),
      }),
    ),
  }),
);

export const riskScore = named(
  'RiskScore',
  z.object({
    score,
    band,
    contributions: z.array(
      z.object({
        code: z.string(),
        points: z.number(),
        floor: z.number().optional(),
        reason: z.string(),
        lowers: z.string().optional(),
        source: z.string(),
      }),
    ),
    modelRevision: z.string(),
    cheapestWayDown: z.object({ change: z.string(), score, band }).optional(),
  }),
);

export const control = named(
  'ControlDefinition',
  z.object({
    id: z.string(),
    title: z.string(),
    statement: z.string(),
    why: z.string(),
    howToSatisfy: z.string(),
    neededFor: z.string(),
    checked: z.string(),
    requiredWhen: z.array(z.object({ when: condition, because: z.string() })),
    satisfiedBy: z.enum(['facts', 'records', 'evidence']),
    readings: z
      .array(
        z.object({
          when: condition,
          state: z.enum(['satisfied', 'not-satisfied']),
          because: z.string(),
        }),
      )
      .optional(),
    evidenceKinds: z.array(z.enum(EVIDENCE_KINDS)),
    freshnessDays: z.number().optional(),
    boundTo: z.enum(['commit', 'envelope', 'app']),
    gates: z.array(gate),
    actor: z.enum([
      'runner',
      'owner',
      'security',
      'privacy',
      'it',
      'nobody-yet',
    ]),
    waitsFor: z.string().optional(),
    neverExcepted: z
      .enum(['legal-duty', 'class-floor', 'approval', 'compensation'])
      .optional(),
    mappings: z.object({
      owaspLcnc: z.array(z.string()).optional(),
      owaspCitizen: z.array(z.string()).optional(),
      asvs5: z.array(z.string()).optional(),
      nistCsf2: z.array(z.string()).optional(),
    }),
    source: z.string(),
  }),
);

export const requiredControl = named(
  'RequiredControl',
  z.object({ control, because: z.string() }),
);

export const finding = named(
  'Finding',
  z.object({
    controlId: z.string(),
    title: z.string(),
    state: z.enum(['satisfied', 'not-satisfied', 'unknown', 'not-applicable']),
    code: z.string(),
    because: z.string(),
    requiredBecause: z.string(),
    exceptionId: z.string().optional(),
    evidenceIds: z.array(z.string()),
    checkedAt: instant.optional(),
    expiresAt: instant.optional(),
    control,
  }),
);

export const gateDecision = named(
  'GateDecision',
  z.object({
    gate,
    allowed: z.boolean(),
    violations: z.array(
      z.object({
        code: z.string(),
        because: z.string(),
        next: z.string().optional(),
        controlId: z.string().optional(),
      }),
    ),
    obligations: z.array(z.object({ code: z.string(), because: z.string() })),
    observations: z
      .array(
        z.object({
          code: z.string(),
          because: z.string(),
          mode: z.enum(['observe', 'warn']),
        }),
      )
      .optional(),
  }),
);
