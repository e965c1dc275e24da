import { canonicalJson, type Finding } from '@micro-apps/governance-core';
import { sha256 } from '../audit/appendAuditEntry';

/** Names what company rules see of findings. */
export function findingsDigest(findings: readonly Finding[]): string {
  return sha256(
    canonicalJson(
      findings.map(({ controlId, state, code }) => [controlId, state, code]),
    ),
  );
}
