import type { Finding, GateDecision } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import type { AppRow, Connection } from '../registry/AppStore';

export const DECISIONS = 'micro_apps_decisions';

/**
 * Keeps one decision with what it rests on: the revision of the rules, the
 * engine that was asked, a digest of exactly what it was asked. What rules that
 * do not enforce would have said is part of the decision.
 */
export async function insertDecision(
  connection: Connection,
  options: {
    id: string;
    app: Pick<AppRow, 'id' | 'version' | 'envelopeHash'>;
    decision: GateDecision;
    policy: {
      readonly revision: string;
      readonly engine: string;
      readonly inputDigest: string;
    };
    findings?: readonly Finding[];
    approval?: string;
    requestId?: string;
    environment?: string;
    commit?: string;
    now: Date;
  },
): Promise<void> {
  const { id, app, decision, policy, now } = options;
  const findings = (options.findings ?? []).map(
    ({ controlId, state, code, evidenceIds, exceptionId }) => ({
      controlId,
      state,
      code,
      evidenceIds,
      exceptionId,
    }),
  );
  const table: Knex.QueryBuilder = connection(DECISIONS);
  await table.insert({
    id,
    app_id: app.id,
    app_version: app.version,
    envelope_hash: app.envelopeHash,
    gate: decision.gate,
    environment: options.environment ?? null,
    commit_id: options.commit ?? null,
    allowed: decision.allowed,
    decision: JSON.stringify(decision),
    findings: JSON.stringify(findings),
    approval: options.approval ?? 'not-needed',
    request_id: options.requestId ?? null,
    policy_revision: policy.revision,
    engine: policy.engine,
    input_digest: policy.inputDigest,
    at: now.toISOString(),
  });
}
