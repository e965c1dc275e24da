import { z } from 'zod';
import {
  band,
  dataClass,
  effectiveClass,
  entityRef,
  finding,
  gateDecision,
  instant,
  registration,
  requiredControl,
  riskScore,
  score,
  standing,
} from './assessment';
import { named } from './named';
import { approverRole, requestResponse } from './requests';
import {
  deploymentResponse,
  sandboxResponse,
  scanRunResponse,
} from './runtime';

const summary = z.object({
  id: z.string(),
  entityRef,
  name: z.string(),
  purpose: z.string(),
  owner: entityRef,
  businessUnit: entityRef,
  band,
  score,
  effectiveClass: dataClass,
  standing,
  stage: z.enum([
    'draft',
    'sandbox',
    'in-review',
    'approved',
    'production',
    'retired',
  ]),
  nextStep: z.object({
    code: z.string(),
    sentence: z.string(),
    action: z
      .enum([
        'complete-registration',
        'run-scans',
        'attest',
        'write-document',
        'request-approval',
        'promote',
        'answer-changes',
        'wait',
        'start-sandbox',
      ])
      .optional(),
  }),
  createdAt: instant,
  updatedAt: instant,
  lookAlikes: z.array(z.string()).optional(),
  missingCount: z.number().int().optional(),
  openRequestId: z.string().optional(),
  pendingPolicy: z.boolean().optional(),
  reapprovalDueAt: instant.optional(),
});

/** An app in a list. */
const appSummary = named('AppSummary', summary);

/** `GET /v1/apps`. @public */
export const appsResponse = named(
  'Apps',
  z.object({
    items: z.array(appSummary),
    nextCursor: z.string().optional(),
    total: z.number().int(),
    totalIsMore: z.boolean().optional(),
  }),
);

/** A file, or a part of one. @public */
export const textFileResponse = named(
  'TextFile',
  z.object({
    fileName: z.string(),
    content: z.string(),
    nextCursor: z.string().optional(),
  }),
);

/** Everything that the Risk tab shows. @public */
export const appDetailResponse = named(
  'AppDetail',
  summary.extend({
    version: z.number().int(),
    registration,
    goldenPath: z.string().optional(),
    missing: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional(),
    repository: z
      .object({
        location: z.string(),
        state: z.enum(['bound', 'gone']),
        others: z.array(z.string()),
      })
      .optional(),
    lookAlikes: z.array(z.string()),
    effectiveClassDetail: effectiveClass,
    risk: riskScore,
    envelopeHash: z.string(),
    envelope: z.string(),
    findings: z.array(finding),
    required: z.array(requiredControl),
    gate: gateDecision,
    policyRevision: z.string(),
    reapprovalBecause: z.string().optional(),
    request: requestResponse.optional(),
    approval: z.enum([
      'not-needed',
      'missing',
      'open',
      'approved',
      'rejected',
      'changes-requested',
      'void',
    ]),
    sandbox: sandboxResponse,
    deployments: z.array(deploymentResponse),
    lastScan: scanRunResponse.optional(),
    head: z.string().optional(),
    viewer: z.object({
      isOwner: z.boolean(),
      canEdit: z.boolean(),
      canRead: z.boolean(),
      canScan: z.boolean(),
      canPromote: z.boolean(),
      canAttest: z.boolean(),
      canReview: z.boolean(),
      canDelegate: z.boolean(),
      canOverride: z.boolean(),
      roles: z.array(approverRole),
      whyNotVote: z.string().optional(),
    }),
  }),
);

/** `GET /v1/apps/:id/history`. @public */
export const historyResponse = named(
  'History',
  z.object({
    items: z.array(
      z.object({
        seq: z.number().int(),
        at: instant,
        actor: z.string(),
        action: z.string(),
        summary: z.string(),
        details: z.record(z.string(), z.unknown()),
      }),
    ),
    nextCursor: z.string().optional(),
  }),
);
