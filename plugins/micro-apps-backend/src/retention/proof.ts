import type { Knex } from 'knex';
import { recordEvidence } from '../evidence/recordEvidence';
import { SYSTEM_ACTOR } from '../kernel/types';

/**
 * Keeps as evidence that the retention rule of an app is kept: what went, or
 * that nothing was due. In the transaction that notes it.
 */
export async function recordProof(
  tx: Knex.Transaction,
  options: { appId: string; summary: string; at: Date },
): Promise<void> {
  const { appId, summary, at } = options;
  await recordEvidence(tx, {
    appId,
    evidence: {
      kind: 'disposition-log',
      provenance: 'portal-runner',
      tool: { name: 'micro-apps-retention' },
      outcome: 'pass',
      summary,
      problems: [],
    },
    at,
    actor: SYSTEM_ACTOR,
  });
}
