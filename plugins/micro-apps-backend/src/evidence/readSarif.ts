import {
  accept,
  refuse,
  type Evidence,
  type EvidenceProblem,
  type Result,
} from '@micro-apps/governance-core';

/** The numbers that people know from GitHub (reliability C7). */
const MAX_RUNS = 20;
const MAX_RESULTS = 25_000;
/** What is kept beside the log itself, the worst first. */
const MAX_PROBLEMS = 200;
const SEVERE = 7;

/** What a SARIF 2.1.0 log says. */
export interface SarifReading {
  readonly tool: { readonly name: string; readonly version?: string };
  readonly outcome: Evidence['outcome'];
  readonly problems: readonly EvidenceProblem[];
}

/**
 * Reads a tool's log. An empty log and a run that failed are `unknown`, never
 * a pass; of two readings of a severity the worse one wins; what a source
 * suppresses stays open (reliability C5, C6, C11).
 */
export function readSarif(log: Record<string, unknown>): Result<SarifReading> {
  const runs = log.runs;
  if (log.version !== '2.1.0' || !Array.isArray(runs)) {
    return refuse('invalid-input', 'Send a SARIF log of version 2.1.0');
  }
  if (runs.length > MAX_RUNS) {
    return refuse('invalid-input', `Send at most ${MAX_RUNS} runs in one log`);
  }
  const readable = runs.filter(isRecord);
  const results = readable.flatMap(run =>
    Array.isArray(run.results) ? run.results.filter(isRecord) : [],
  );
  if (results.length > MAX_RESULTS) {
    return refuse(
      'invalid-input',
      `Send at most ${MAX_RESULTS} results in one log`,
    );
  }
  const problems = results
    .map(problemOf)
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, MAX_PROBLEMS);
  return accept({
    tool: toolOf(readable[0]),
    outcome: outcomeOf(runs, problems),
    problems,
  });
}

function outcomeOf(
  runs: readonly unknown[],
  problems: readonly EvidenceProblem[],
): Evidence['outcome'] {
  if (problems.some(({ level }) => level === 'error')) return 'fail';
  return runs.length > 0 && runs.every(isComplete) ? 'pass' : 'unknown';
}

/** A run that says that it came to its end, with a list of results. */
function isComplete(run: unknown): boolean {
  if (!isRecord(run) || !Array.isArray(run.results)) return false;
  const { invocations } = run;
  return (
    Array.isArray(invocations) &&
    invocations.length > 0 &&
    invocations.every(
      invocation =>
        isRecord(invocation) && invocation.executionSuccessful === true,
    )
  );
}

function problemOf(result: Record<string, unknown>): EvidenceProblem {
  const { ruleId, level, message, properties } = result;
  const severity = isRecord(properties)
    ? Number(properties['security-severity'])
    : Number.NaN;
  const said = level === 'note' || level === 'none' ? 'note' : 'warning';
  return {
    code: String(ruleId ?? 'unnamed').slice(0, 200),
    level: level === 'error' || severity >= SEVERE ? 'error' : said,
    message: (isRecord(message) ? String(message.text ?? '') : '').slice(
      0,
      500,
    ),
  };
}

function rank({ level }: EvidenceProblem): number {
  return ['error', 'warning', 'note'].indexOf(level);
}

function toolOf(run: Record<string, unknown> | undefined) {
  const tool = isRecord(run?.tool) ? run.tool : {};
  const driver = isRecord(tool.driver) ? tool.driver : {};
  return {
    name: String(driver.name ?? 'unnamed tool').slice(0, 100),
    ...(typeof driver.version === 'string' && {
      version: driver.version.slice(0, 50),
    }),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
