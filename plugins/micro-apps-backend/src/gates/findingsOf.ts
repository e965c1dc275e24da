import {
  canonicalJson,
  evaluateControls,
  type Finding,
  type Integration,
} from '@micro-apps/governance-core';
import { sha256 } from '../audit/appendAuditEntry';
import type { AppRow, Connection } from '../registry/AppStore';
import type { Assessment } from './assessApp';
import { latestEvidence } from './DatabaseLatestEvidence';

/** The findings of one app at one commit, on the evidence stored now. */
export async function findingsOf(options: {
  connection: Connection;
  app: AppRow;
  commit: string | undefined;
  assessment: Assessment;
  integrations: readonly Integration[];
  now: Date;
}): Promise<readonly Finding[]> {
  const { connection, app, commit, assessment, integrations, now } = options;
  const evidence = await latestEvidence(connection, {
    appId: app.id,
    commit,
    envelopeHash: app.envelopeHash,
  });
  return evaluateControls({
    required: assessment.required,
    registration: app.registration,
    integrations,
    evidence,
    context: {
      commit,
      envelopeHash: app.envelopeHash,
      now: now.toISOString(),
    },
  });
}

/** Names what company rules see of findings. */
export function findingsDigest(findings: readonly Finding[]): string {
  return sha256(
    canonicalJson(
      findings.map(({ controlId, state, code }) => [controlId, state, code]),
    ),
  );
}
