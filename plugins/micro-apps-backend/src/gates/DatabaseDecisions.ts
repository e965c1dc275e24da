import type { Knex } from 'knex';
import type { AppRow, Connection } from '../registry/AppStore';
import type { GateOutcome } from './PromoteGate';

export const DECISIONS = 'micro_apps_decisions';

/** Keeps one decision with what it rests on. */
export async function insertDecision(
  connection: Connection,
  options: { id: string; app: AppRow; outcome: GateOutcome; now: Date },
): Promise<void> {
  const { id, app, outcome, now } = options;
  const findings = outcome.findings.map(
    ({ controlId, state, code, evidenceIds }) => ({
      controlId,
      state,
      code,
      evidenceIds,
    }),
  );
  const table: Knex.QueryBuilder = connection(DECISIONS);
  await table.insert({
    id,
    app_id: app.id,
    app_version: app.version,
    envelope_hash: app.envelopeHash,
    gate: outcome.decision.gate,
    environment: outcome.environment ?? null,
    commit_id: outcome.commit ?? null,
    allowed: outcome.decision.allowed,
    decision: JSON.stringify(outcome.decision),
    findings: JSON.stringify(findings),
    approval: outcome.approval,
    request_id: outcome.approvedRequestId ?? null,
    policy_revision: outcome.policyRevision,
    at: now.toISOString(),
  });
}
