import {
  BANDS,
  DATA_CLASSES,
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
  | 'complete-registration'
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
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Ids of apps whose names look alike, where there are any. */
  readonly lookAlikes?: readonly string[];
  /** Of a draft: how many things its owner has to complete. */
  readonly missingCount?: number;
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

/** One thing that a draft still lacks. @public */
export interface MissingField {
  /** Field of the registration. */
  readonly path: string;
  readonly message: string;
}

/** Where an app is described in a repository. @public */
export interface RepositoryBinding {
  /** Location of the file, as the catalog names it. */
  readonly location: string;
  /** `gone`: the catalog does not show the file any more; the app stays. */
  readonly state: 'bound' | 'gone';
  /** Other files that say that they are this app. */
  readonly others: readonly string[];
}

/** Everything that the Risk tab shows. @public */
export interface AppDetail extends AppSummary {
  /** Of a draft: what its owner has to complete. */
  readonly missing?: readonly MissingField[];
  /** The file in a repository that may propose changes. */
  readonly repository?: RepositoryBinding;
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

/** What lists of apps can be sorted by. @public */
export const APP_SORTS = ['updated', 'name', 'score', 'created'] as const;
/** @public */
export type AppSort = (typeof APP_SORTS)[number];

/** What few apps have and somebody has to look at. @public */
export const APP_FLAGS = [
  'pending-policy',
  'reapproval-due',
  'incomplete',
  'looks-alike',
] as const;
/** @public */
export type AppFlag = (typeof APP_FLAGS)[number];

/** What a list of apps is narrowed to; the same for the export. */
const appFilterFields = {
  /** `me` or a User reference. */
  owner: z.string().max(140).optional(),
  q: searchField(100).optional(),
  band: choiceField('a band', BANDS).optional(),
  class: choiceField('a class', DATA_CLASSES).optional(),
  standing: choiceField('a state', [
    'draft',
    'active',
    'restricted',
    'quarantined',
    'suspended',
    'retired',
    'disposed',
  ]).optional(),
  /** `mine` or a Group reference. */
  unit: z.string().max(140).optional(),
  flag: choiceField('a mark', APP_FLAGS).optional(),
  /** A vendor that the registration names. */
  vendor: searchField(100).optional(),
};

/** `GET /v1/apps`. @public */
export const appsQuery = strictFields({
  ...appFilterFields,
  sort: choiceField('an order', APP_SORTS).default('updated'),
  /** Left out: newest, highest and A first. */
  order: choiceField('a direction', ['asc', 'desc']).optional(),
  ...pageFields(),
});
/** @public */
export type AppsQuery = z.input<typeof appsQuery>;

/** @public */
export interface AppsResponse {
  readonly items: readonly AppSummary[];
  readonly nextCursor?: string;
  /** How many there are, counted up to 1,000. */
  readonly total: number;
  /** There are more than `total`. */
  readonly totalIsMore?: boolean;
}

/** `GET /v1/exports/apps`: the list as CSV, a page of 500 at a time. @public */
export const exportAppsQuery = strictFields({
  ...appFilterFields,
  cursor: z.string().max(500).optional(),
});
/** @public */
export type ExportAppsQuery = z.input<typeof exportAppsQuery>;

/** A file, or a part of one. @public */
export interface TextFile {
  readonly fileName: string;
  /** The first part has the header. */
  readonly content: string;
  readonly nextCursor?: string;
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
