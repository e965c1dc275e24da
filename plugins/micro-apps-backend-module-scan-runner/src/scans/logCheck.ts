import type { EvidenceProblem } from '@micro-apps/governance-core';
import type { ScanResult } from '@micro-apps/plugin-micro-apps-node';
import { count, outcomeOf, PROBE, result } from './result';

/** Something that the scan knows and that no log line may hold. */
export interface Secret {
  readonly what: string;
  readonly value: string;
}

/** Tokens by their looks: `header.payload.signature`, or after "Bearer". */
const TOKEN = /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*|\bBearer\s+[\w.~+/-]{16,}/;

/**
 * Reads what the app wrote while it was scanned: one JSON object a line, and
 * in none of them a cookie, token or address of the people who signed in
 * (requirements R11).
 */
export function logCheck(options: {
  log: string;
  secrets: readonly Secret[];
}): ScanResult {
  const { log, secrets } = options;
  const lines = log.split('\n').filter(line => line.trim() !== '');
  const structured = lines.filter(isJsonObject);
  const problems: EvidenceProblem[] = [];
  for (const { what, value } of secrets) {
    const leaks = lines.filter(
      line => value.length >= 4 && line.includes(value),
    ).length;
    if (leaks) {
      problems.push({
        code: 'log/personal',
        level: 'error',
        message: `${count(leaks, 'log line')} shows ${what}`,
      });
    }
  }
  const tokens = lines.filter(line => TOKEN.test(line)).length;
  if (tokens) {
    problems.push({
      code: 'log/token',
      level: 'error',
      message: `${count(tokens, 'log line')} shows an access token`,
    });
  }
  if (structured.length === 0) {
    return result({
      kind: 'log-check',
      tool: PROBE,
      outcome: problems.length ? 'fail' : 'unknown',
      summary: 'The app wrote no structured log while it was scanned',
      problems,
    });
  }
  return result({
    kind: 'log-check',
    tool: PROBE,
    outcome: outcomeOf(problems),
    summary: problems.length
      ? problems[0].message
      : `${count(
          structured.length,
          'log line',
        )} read: nothing personal, no token`,
    problems,
  });
}

function isJsonObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}
