import type { ScanResult } from '@micro-apps/plugin-micro-apps-node';
import { scanSarif } from '@micro-apps/policy-pack';

/** The probe that this module brings along. */
export const PROBE = { name: 'Micro Apps probe', version: '0.1.0' };

/** Completes a scan result with its SARIF log. */
export function result(scan: Omit<ScanResult, 'sarif'>): ScanResult {
  return { ...scan, sarif: scanSarif(scan) };
}

/** `fail` when a problem is an error. */
export function outcomeOf(problems: ScanResult['problems']): 'pass' | 'fail' {
  return problems.some(problem => problem.level === 'error') ? 'fail' : 'pass';
}

/** `1 package`, `2 packages`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** A scan that could not run: unknown, and never a pass. */
export function notRun(kind: ScanResult['kind'], because: string): ScanResult {
  return result({
    kind,
    tool: PROBE,
    outcome: 'unknown',
    summary: because,
    problems: [],
  });
}
