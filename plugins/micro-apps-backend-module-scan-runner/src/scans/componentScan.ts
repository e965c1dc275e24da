import type { ScanResult } from '@micro-apps/plugin-micro-apps-node';
import {
  matchComponents,
  type ComponentBaseline,
} from '@micro-apps/policy-pack';
import type { LockFile } from '../checkout/lockFile';
import { notRun, result } from './result';

/**
 * Compares what the lock file ships with the reviewed components. The list is
 * the organisation's or the policy pack's, never derived from a template, and
 * it has an end: the evidence ends with it (requirements R5).
 */
export function componentScan(options: {
  lockFile: LockFile;
  baseline: ComponentBaseline;
  now: Date;
}): ScanResult {
  const { lockFile, baseline, now } = options;
  const verdict = matchComponents({
    installed: lockFile.packages,
    baseline,
    now: now.toISOString(),
  });
  if (verdict.checked === 0) {
    return notRun(
      'component-scan',
      'The lock file lists no package, so there was nothing to compare',
    );
  }
  return result({
    kind: 'component-scan',
    tool: {
      name: 'Micro Apps component check',
      version: `list of ${verdict.baselineRevision}`,
    },
    outcome: verdict.outcome,
    summary: verdict.summary,
    problems: verdict.problems.map(({ code, message, purl }) => ({
      code,
      level: 'error',
      message,
      location: purl ?? 'package-lock.json',
    })),
    lockDigest: lockFile.digest,
    expiresAt: endOf(baseline),
  });
}

/** The instant from which a list no longer counts; absent when nobody can tell. */
export function endOf(baseline: ComponentBaseline): string | undefined {
  const end = new Date(`${baseline.expiresAt}T00:00:00.000Z`);
  return Number.isNaN(end.getTime()) ? undefined : end.toISOString();
}
