import type {
  DataClass,
  VendorDecision,
  VendorFacts,
  VendorKind,
} from '@micro-apps/governance-core';

export const VENDORS = 'micro_apps_vendors';

/** A row of the vendors table as both databases return it. */
export interface VendorRecord {
  name: string;
  title: string;
  skeleton: string;
  kind: string;
  decision: string;
  decided_at: string | null;
  approved_until: string | null;
  minimum_class: string | null;
  approved_facts: string | null;
  asked_facts: string | null;
  findings: string | null;
  reason: string | null;
  review: string;
  request_id: string | null;
  asked_version: number | string;
  search_text: string;
  row_version: number | string;
  created_at: string;
  updated_at: string;
}

/** A vendor's life as the registry holds it. */
export interface VendorRow extends VendorDecision {
  readonly title: string;
  readonly kind: VendorKind;
  /** What is asked for now, or was last. */
  readonly asked?: VendorFacts;
  readonly findings?: string;
  /** Why it was withdrawn. */
  readonly reason?: string;
  /** The newest approval request. */
  readonly requestId?: string;
  /** Counts what was asked for, from 1; 0 where nobody asked. */
  readonly askedVersion: number;
  readonly rowVersion: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Reads one record. */
export function toVendorRow(record: VendorRecord): VendorRow {
  return {
    name: record.name,
    title: record.title,
    kind: record.kind as VendorKind,
    decision: record.decision as VendorRow['decision'],
    decidedAt: record.decided_at ?? undefined,
    approvedUntil: record.approved_until ?? undefined,
    minimumClass: (record.minimum_class as DataClass | null) ?? undefined,
    facts: record.approved_facts
      ? JSON.parse(record.approved_facts)
      : undefined,
    asked: record.asked_facts ? JSON.parse(record.asked_facts) : undefined,
    findings: record.findings ?? undefined,
    reason: record.reason ?? undefined,
    review: record.review as VendorRow['review'],
    requestId: record.request_id ?? undefined,
    askedVersion: Number(record.asked_version),
    rowVersion: Number(record.row_version),
    createdAt: record.created_at,
    updatedAt: record.updated_at,
  };
}
