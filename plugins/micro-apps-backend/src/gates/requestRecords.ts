import type {
  ApprovalRequirement,
  Band,
  ChangeRequestState,
  DataClass,
  Turn,
} from '@micro-apps/governance-core';
import type { RequestKindName } from '@micro-apps/plugin-micro-apps-common';

export const REQUESTS = 'micro_apps_requests';

/** A row of the requests table as both databases return it. */
export interface RequestRecord {
  seq: number | string;
  id: string;
  kind: string;
  subject_id: string;
  app_id: string;
  open_key: string | null;
  automatic_key: string | null;
  version: number | string;
  envelope_hash: string;
  envelope: string;
  effective_class: string;
  commit_id: string | null;
  state: string;
  band: string;
  score: number | string;
  automatic: boolean | number;
  requirements: string;
  requested_by: string;
  requested_by_subject: string | null;
  requested_at: string;
  round: number | string;
  submitted_at: string;
  submitted_by: string | null;
  submitted_by_subject: string | null;
  decided_at: string | null;
  closed_at: string | null;
  due_at: string | null;
  note: string | null;
  queue_order: string;
  policy_revision_asked: string | null;
  policy_revision_decided: string | null;
  row_version: number | string;
  turns: string | null;
}

/** One approval request. */
export interface RequestRow {
  /** Order in which requests were made. */
  readonly seq: number;
  readonly id: string;
  readonly kind: RequestKindName;
  /** Id of the app or the exception, name of the vendor. */
  readonly subjectId: string;
  /** The app that it belongs to; empty where there is none. */
  readonly appId: string;
  readonly version: number;
  readonly envelopeHash: string;
  readonly envelope: string;
  readonly effectiveClass: DataClass;
  readonly commit?: string;
  readonly state: ChangeRequestState;
  readonly band: Band;
  readonly score: number;
  readonly automatic: boolean;
  readonly requirements: readonly ApprovalRequirement[];
  readonly requestedBy: string;
  readonly requestedBySubject?: string;
  readonly requestedAt: string;
  /** Votes and items belong to one round; submitting again begins the next. */
  readonly round: number;
  readonly submittedAt: string;
  /** Who began this round; nobody on rows of before that was noted. */
  readonly submittedBy?: string;
  readonly submittedBySubject?: string;
  /** When people (or the rules) said yes or no; stays when it becomes void. */
  readonly decidedAt?: string;
  readonly closedAt?: string;
  readonly dueAt?: string;
  readonly note?: string;
  readonly queueOrder: string;
  /** Of the company rules when it was asked for, and when it was decided. */
  readonly policyRevision?: string;
  readonly policyRevisionDecided?: string;
  readonly rowVersion: number;
  /** Whose turn it was, and from when on. */
  readonly turns: readonly Turn[];
}

/** Reads one record. */
export function toRequestRow(record: RequestRecord): RequestRow {
  return {
    seq: Number(record.seq),
    id: record.id,
    kind: record.kind as RequestKindName,
    subjectId: record.subject_id,
    appId: record.app_id,
    version: Number(record.version),
    envelopeHash: record.envelope_hash,
    envelope: record.envelope,
    effectiveClass: record.effective_class as DataClass,
    commit: record.commit_id ?? undefined,
    state: record.state as ChangeRequestState,
    band: record.band as Band,
    score: Number(record.score),
    automatic: Boolean(record.automatic),
    requirements: JSON.parse(record.requirements),
    requestedBy: record.requested_by,
    requestedBySubject: record.requested_by_subject ?? undefined,
    requestedAt: record.requested_at,
    round: Number(record.round),
    submittedAt: record.submitted_at,
    submittedBy: record.submitted_by ?? undefined,
    submittedBySubject: record.submitted_by_subject ?? undefined,
    decidedAt: record.decided_at ?? undefined,
    closedAt: record.closed_at ?? undefined,
    dueAt: record.due_at ?? undefined,
    note: record.note ?? undefined,
    queueOrder: record.queue_order,
    policyRevision: record.policy_revision_asked ?? undefined,
    policyRevisionDecided: record.policy_revision_decided ?? undefined,
    rowVersion: Number(record.row_version),
    turns: record.turns === null ? [] : JSON.parse(record.turns),
  };
}
