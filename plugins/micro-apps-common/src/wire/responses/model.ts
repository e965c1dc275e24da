import {
  AUDIENCES,
  BANDS,
  DATA_CATEGORIES,
  DATA_CLASSES,
  DATA_VOLUMES,
  HOSTINGS,
  VENDOR_KINDS,
} from '@micro-apps/governance-core';
import { z } from 'zod';
import {
  control,
  dataClass,
  effectiveClass,
  gateDecision,
  instant,
  requiredControl,
  riskScore,
} from './assessment';
import { named } from './named';

const points = z.number();
const pointsBy = <const K extends readonly [string, ...string[]]>(keys: K) =>
  z.record(z.enum(keys), points);
const accessPoints = z.object({
  preAuthorised: points,
  other: points,
  privileged: points,
});

/** The numbers that make a score (requirements R3). */
const riskModel = named(
  'RiskModel',
  z.object({
    revision: z.string(),
    bands: z.record(
      z.enum(BANDS),
      z.tuple([z.number(), z.number()]).readonly(),
    ),
    classPoints: pointsBy(DATA_CLASSES),
    floors: z.object({
      regulated: points,
      piiHeavy: points,
      confidential: points,
      privileged: points,
      notInCatalog: points,
      sensitiveVendor: points,
      vendorApprovalEnded: points,
      specialCategory: points,
    }),
    saturation: points,
    aboveHigh: z.object({
      bothHighFloors: points,
      sumAtLeast: points,
      points,
    }),
    categoryWeights: pointsBy(DATA_CATEGORIES),
    volumeFactors: pointsBy(DATA_VOLUMES),
    gradePoints: z.array(z.object({ from: z.number(), points })),
    piiHeavyAt: z.number(),
    specialCategories: z.array(z.enum(DATA_CATEGORIES)),
    categoryClasses: z.partialRecord(z.enum(DATA_CATEGORIES), dataClass),
    categoryTitles: z.record(z.enum(DATA_CATEGORIES), z.string()),
    volumeTitles: z.record(z.enum(DATA_VOLUMES), z.string()),
    audiencePoints: pointsBy(AUDIENCES),
    hostingPoints: pointsBy(HOSTINGS),
    scopePoints: accessPoints,
    vendorPoints: accessPoints,
    aiShare: z.object({ above: z.number(), points: pointsBy(AUDIENCES) }),
    missingSuccessor: points,
    missingRetention: points,
    otherHosts: z.object({ free: z.number(), points }),
  }),
);

/** `GET /v1/model`. @public */
export const modelResponse = named(
  'Model',
  z.object({
    riskModel,
    controls: z.array(control),
    settings: z.object({
      oneApproverInMedium: z.boolean(),
      environments: z.array(
        z.object({
          name: z.string(),
          dataKind: z.enum(['sanitised', 'real']),
          gate: z.enum(['none', 'promote']),
        }),
      ),
    }),
  }),
);

/** `GET /v1/integrations`. @public */
export const integrationsResponse = named(
  'Integrations',
  z.object({
    items: z.array(
      named(
        'Integration',
        z.object({
          kind: z.enum(['scope', 'api', 'vendor']),
          name: z.string(),
          title: z.string(),
          description: z.string().optional(),
          minimumClass: dataClass,
          privileged: z.boolean(),
          preAuthorised: z.boolean(),
          vendorKind: z.enum(VENDOR_KINDS).optional(),
          authorised: z.boolean().optional(),
          hosts: z.array(z.string()),
          sdkPackages: z.array(z.string()),
          approvedUntil: instant.optional(),
          withdrawnAt: instant.optional(),
          entityRef: z.string().optional(),
        }),
      ),
    ),
  }),
);

/** `POST /v1/preview`. @public */
export const previewResponse = named(
  'Preview',
  z.object({
    effectiveClass,
    score: riskScore,
    required: z.array(requiredControl),
    decision: gateDecision,
    policyRevision: z.string(),
  }),
);
