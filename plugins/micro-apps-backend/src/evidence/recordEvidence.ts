import type { Evidence } from '@micro-apps/governance-core';
import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import type { Actor } from '../kernel/types';

/**
 * Stores one proof and its audit entry in the caller's transaction.
 * Returns the evidence id. `evidence.receivedAt` is replaced by `at`: a
 * proof cannot date itself.
 */
export async function recordEvidence(
  tx: Knex.Transaction,
  options: {
    appId: string;
    evidence: Omit<Evidence, 'id' | 'receivedAt'> & { receivedAt?: string };
    /** The tool's own words. */
    sarif?: unknown;
    /** Where they are a bill of materials instead; JSON text. */
    cyclonedx?: string;
    scanId?: string;
    /** What keeps a submission from being stored twice or out of order. */
    intake?: {
      submissionKey: string;
      resultsDigest?: string;
      runLine?: string;
    };
    at: Date;
    actor: Actor;
  },
): Promise<string> {
  const { appId, evidence, sarif, cyclonedx, scanId, intake, at, actor } =
    options;
  const { setAside, pipeline } = evidence;
  const id = randomUUID();
  const words =
    cyclonedx ?? (sarif === undefined ? null : JSON.stringify(sarif));
  await tx('micro_apps_evidence').insert({
    id,
    app_id: appId,
    kind: evidence.kind,
    provenance: evidence.provenance,
    tool: JSON.stringify(evidence.tool),
    outcome: evidence.outcome,
    summary: evidence.summary,
    problems: JSON.stringify(evidence.problems),
    commit_id: evidence.commit ?? null,
    lock_digest: evidence.lockDigest ?? null,
    environment: evidence.environment ?? null,
    envelope_hash: evidence.envelopeHash ?? null,
    received_at: at.toISOString(),
    expires_at: evidence.expiresAt ?? null,
    by_ref: evidence.by ?? null,
    by_subject: evidence.by ? actor.subject ?? null : null,
    scan_id: scanId ?? null,
    sarif: words,
    format: cyclonedx === undefined ? 'sarif' : 'cyclonedx',
    set_aside: setAside ? JSON.stringify(setAside) : null,
    pipeline: pipeline ? JSON.stringify(pipeline) : null,
    run_line: intake?.runLine ?? null,
    run_number: pipeline?.runNumber ?? null,
    run_attempt: pipeline?.runAttempt ?? null,
    submission_key: intake?.submissionKey ?? null,
    results_digest: intake?.resultsDigest ?? null,
  });
  await appendAuditEntry(tx, {
    at,
    actor,
    action: 'evidence.received',
    appId,
    summary: evidence.summary,
    details: {
      evidenceId: id,
      kind: evidence.kind,
      outcome: evidence.outcome,
      provenance: evidence.provenance,
      commit: evidence.commit ?? null,
      envelopeHash: evidence.envelopeHash ?? null,
      setAside: setAside?.code ?? null,
      run: pipeline
        ? `${pipeline.runId}/${pipeline.runAttempt} of ${pipeline.repository}`
        : null,
    },
  });
  return id;
}
