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
    sarif?: unknown;
    scanId?: string;
    at: Date;
    actor: Actor;
  },
): Promise<string> {
  const { appId, evidence, sarif, scanId, at, actor } = options;
  const id = randomUUID();
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
    sarif: sarif === undefined ? null : JSON.stringify(sarif),
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
    },
  });
  return id;
}
