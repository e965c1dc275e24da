import type { Evidence } from '@micro-apps/governance-core';
import type { recordEvidence } from '../evidence/recordEvidence';

type Handed = Parameters<typeof recordEvidence>[1]['evidence'];

/** A dynamic scan by the portal that failed, unless told otherwise. */
export function aFailedScan(
  commit: string | undefined,
  changes: Partial<Evidence> = {},
): Handed {
  return {
    kind: 'dynamic-scan',
    provenance: 'portal-runner',
    tool: { name: 'zap' },
    outcome: 'fail',
    summary: '1 page gives way',
    problems: [],
    commit,
    ...changes,
  };
}
