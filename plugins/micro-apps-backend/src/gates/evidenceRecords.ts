import type { Evidence } from '@micro-apps/governance-core';

export const EVIDENCE = 'micro_apps_evidence';

/** Columns of a proof without the tool's own words, which can be large. */
export const EVIDENCE_COLUMNS = [
  'id',
  'kind',
  'provenance',
  'tool',
  'outcome',
  'summary',
  'problems',
  'commit_id',
  'lock_digest',
  'environment',
  'envelope_hash',
  'received_at',
  'expires_at',
  'by_ref',
  'scan_id',
  'format',
  'set_aside',
  'pipeline',
  'run_line',
] as const;

/** A row of the evidence table as both databases return it. */
export interface EvidenceRecord {
  id: string;
  kind: string;
  provenance: string;
  tool: string;
  outcome: string;
  summary: string;
  problems: string;
  commit_id: string | null;
  lock_digest: string | null;
  environment: string | null;
  envelope_hash: string | null;
  received_at: string;
  expires_at: string | null;
  by_ref: string | null;
  scan_id: string | null;
  format: string | null;
  set_aside: string | null;
  pipeline: string | null;
  run_line: string | null;
  sarif?: string | null;
}

/** Reads one record. */
export function toEvidence(record: EvidenceRecord): Evidence {
  return {
    id: record.id,
    kind: record.kind as Evidence['kind'],
    provenance: record.provenance as Evidence['provenance'],
    tool: JSON.parse(record.tool),
    outcome: record.outcome as Evidence['outcome'],
    summary: record.summary,
    problems: JSON.parse(record.problems),
    commit: record.commit_id ?? undefined,
    lockDigest: record.lock_digest ?? undefined,
    environment: record.environment ?? undefined,
    envelopeHash: record.envelope_hash ?? undefined,
    receivedAt: record.received_at,
    expiresAt: record.expires_at ?? undefined,
    by: record.by_ref ?? undefined,
    setAside: record.set_aside ? JSON.parse(record.set_aside) : undefined,
    pipeline: record.pipeline
      ? { ...JSON.parse(record.pipeline), line: record.run_line ?? undefined }
      : undefined,
  };
}
