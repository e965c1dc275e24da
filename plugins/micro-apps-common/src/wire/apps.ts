import {
  BANDS,
  type AppStanding,
  type ApproverRole,
  type Band,
  type DataClass,
  type EffectiveClass,
  type Finding,
  type GateDecision,
  type Registration,
  type RequiredControl,
  type RiskScore,
} from '@micro-apps/governance-core';
import { z } from 'zod';
import { choiceField, pageFields, searchField, strictFields } from './fields';
import type { RequestView } from './requests';
import type { DeploymentView, SandboxView, ScanRun } from './runtime';

/** Where people see an app to be; derived, never stored. @public */
export type AppStage =
  | 'draft'
  | 'sandbox'
  | 'in-review'
  | 'approved'
  | 'production'
  | 'retired';

/** What the one button at the top of an app does. @public */
export type NextAction =
  | 'run-scans'
  | 'attest'
  | 'write-document'
  | 'request-approval'
  | 'promote'
  | 'answer-changes'
  | 'wait'
  | 'start-sandbox';

/** One sentence on where the app stands and what to do. @public */
export interface NextStepView {
  readonly code: string;
  readonly sentence: string;
  readonly action?: NextAction;
}

/** An app in a list. @public */
export interface AppSummary {
  readonly id: string;
  readonly entityRef: string;
  readonly name: string;
  readonly purpose: string;
  readonly owner: string;
  readonly businessUnit: string;
  readonly band: Band;
  readonly score: number;
  readonly effectiveClass: DataClass;
  readonly standing: AppStanding;
  readonly stage: AppStage;
  readonly nextStep: NextStepView;
  readonly updatedAt: string;
  readonly openRequestId?: string;
  /** Company rules have not agreed to the registration yet. */
  readonly pendingPolicy?: boolean;
  /**
   * Newer company rules deny what runs: it keeps running, and needs approval
   * again by this instant and before its next promotion (requirements R12).
   */
  readonly reapprovalDueAt?: string;
}

/** State of the approval of exactly this envelope. @public */
export type ApprovalState =
  | 'not-needed'
  | 'missing'
  | 'open'
  | 'approved'
  | 'rejected'
  | 'changes-requested'
  | 'void';

/** Everything that the Risk tab shows. @public */
export interface AppDetail extends AppSummary {
  readonly version: number;
  readonly registration: Registration;
  readonly goldenPath?: string;
  /** Ids of apps whose names look alike. */
  readonly lookAlikes: readonly string[];
  readonly effectiveClassDetail: EffectiveClass;
  readonly risk: RiskScore;
  /** SHA-256 of {@link AppDetail.envelope}; attestations and votes name it. */
  readonly envelopeHash: string;
  /** Canonical text of what an approval covers. */
  readonly envelope: string;
  readonly findings: readonly Finding[];
  readonly required: readonly RequiredControl[];
  /** The promote gate, as it would answer now. */
  readonly gate: GateDecision;
  readonly policyRevision: string;
  /** What the newer rules say against what runs. */
  readonly reapprovalBecause?: string;
  readonly request?: RequestView;
  readonly approval: ApprovalState;
  readonly sandbox: SandboxView;
  readonly deployments: readonly DeploymentView[];
  readonly lastScan?: ScanRun;
  readonly head?: string;
  readonly viewer: AppViewer;
}

/** What the person who asks may do here. @public */
export interface AppViewer {
  readonly isOwner: boolean;
  readonly canEdit: boolean;
  readonly canRead: boolean;
  readonly canScan: boolean;
  readonly canPromote: boolean;
  readonly canAttest: boolean;
  readonly canReview: boolean;
  /** Hand the review to a colleague. */
  readonly canDelegate: boolean;
  /** Approve in an emergency, without the usual people. */
  readonly canOverride: boolean;
  readonly roles: readonly ApproverRole[];
  readonly whyNotVote?: string;
}

/** `GET /v1/apps`. @public */
export const appsQuery = strictFields({
  /** `me` or a User reference. */
  owner: z.string().max(140).optional(),
  q: searchField(100).optional(),
  band: choiceField('a band', BANDS).optional(),
  standing: choiceField('a state', [
    'draft',
    'active',
    'restricted',
    'quarantined',
    'suspended',
    'retired',
    'disposed',
  ]).optional(),
  ...pageFields(),
});
/** @public */
export type AppsQuery = z.input<typeof appsQuery>;

/** @public */
export interface AppsResponse {
  readonly items: readonly AppSummary[];
  readonly nextCursor?: string;
  readonly total: number;
}

/** `GET /v1/apps/:id/history`. @public */
export const historyQuery = strictFields({ ...pageFields() });
/** @public */
export type HistoryQuery = z.input<typeof historyQuery>;

/** One audit entry in plain words. @public */
export interface HistoryEntry {
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly summary: string;
  readonly details: Record<string, unknown>;
}

/** @public */
export interface HistoryResponse {
  readonly items: readonly HistoryEntry[];
  readonly nextCursor?: string;
}
