import {
  accept,
  refuse,
  type Evidence,
  type EvidenceProblem,
  type Result,
} from '@micro-apps/governance-core';
import { withinSarifLimits } from './sarifLimits';
import {
  driverOf,
  levelsOfRules,
  rulesNamed,
  rulesOf,
  type Rules,
} from './sarifRules';
import { isRecord, listOf, textOf } from './untrusted';

/** What is kept beside the log itself, the worst first. */
const MAX_PROBLEMS = 200;
const SEVERE = 7;
/** Kinds of results that report no problem (SARIF 2.1.0, 3.27.9). */
const NO_PROBLEM = ['pass', 'notApplicable', 'informational'];
/** Kinds of results that somebody still has to look at. */
const UNDECIDED = ['open', 'review'];
const WORST_FIRST = ['error', 'warning', 'note'];

/** What a SARIF 2.1.0 log says. */
export interface SarifReading {
  readonly tool: { readonly name: string; readonly version?: string };
  /** Of every run; they say what the log can prove. */
  readonly toolNames: readonly string[];
  readonly outcome: Evidence['outcome'];
  /** The worst {@link MAX_PROBLEMS}. */
  readonly problems: readonly EvidenceProblem[];
  /** How many there are in all. */
  readonly count: number;
  /** The latest end of a run that the log names, ISO 8601. */
  readonly endedAt?: string;
}

/**
 * Reads a tool's log. An empty log and a run that failed are `unknown`, never
 * a pass; of two readings of a severity the worse one wins; what a source
 * suppresses stays open (reliability C5, C6, C11). Addresses in a log are
 * text: nothing is fetched (C8, C9).
 */
export function readSarif(log: Record<string, unknown>): Result<SarifReading> {
  const { runs } = log;
  if (log.version !== '2.1.0' || !Array.isArray(runs)) {
    return refuse('invalid-input', 'Send a SARIF log of version 2.1.0');
  }
  const within = withinSarifLimits(runs);
  if (!within.ok) return within;
  const problems: EvidenceProblem[] = [];
  for (const run of runs.filter(isRecord)) {
    const results = resultsOf(run);
    const rules = rulesOf(run);
    for (const result of results) problems.push(...problemOf(result, rules));
  }
  problems.sort(
    (a, b) => WORST_FIRST.indexOf(a.level) - WORST_FIRST.indexOf(b.level),
  );
  return accept({
    tool: toolOf(runs.find(isRecord)),
    toolNames: runs.map(run =>
      isRecord(run) ? textOf(driverOf(run).name, 100) : '',
    ),
    outcome: outcomeOf(runs, problems),
    problems: problems.slice(0, MAX_PROBLEMS),
    count: problems.length,
    endedAt: endOf(runs),
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
  const invocations = listOf(run.invocations);
  return (
    run.results.every(isRecord) &&
    invocations.length > 0 &&
    invocations.every(
      invocation =>
        isRecord(invocation) &&
        invocation.executionSuccessful === true &&
        !saysItBroke(invocation),
    )
  );
}

/** The tool noted an error of its own: it may have looked at half of it. */
function saysItBroke(invocation: Record<string, unknown>): boolean {
  return [
    ...listOf(invocation.toolExecutionNotifications),
    ...listOf(invocation.toolConfigurationNotifications),
  ].some(notification => !isRecord(notification) || isError(notification));
}

function isError({ level }: Record<string, unknown>): boolean {
  return level === 'error';
}

/** Ends as the tools wrote them; one that nobody can read is left out. */
function endOf(runs: readonly unknown[]): string | undefined {
  const ends = runs
    .filter(isRecord)
    .flatMap(({ invocations }) => listOf(invocations))
    .filter(isRecord)
    .map(({ endTimeUtc }) => Date.parse(textOf(endTimeUtc, 40)))
    .filter(end => !Number.isNaN(end));
  return ends.length > 0
    ? new Date(Math.max(...ends)).toISOString()
    : undefined;
}

function problemOf(
  result: Record<string, unknown>,
  known: Rules,
): readonly EvidenceProblem[] {
  const rules = rulesNamed(result, known);
  const code =
    [result.ruleId, ...rules.map(({ id }) => id)]
      .map(id => textOf(id, 200))
      .find(Boolean) ?? 'unnamed';
  const severities = [result, ...rules].flatMap(severityOf);
  const said = worstSaid(
    typeof result.level === 'string'
      ? [result.level]
      : levelsOfRules(result, rules, known),
  );
  const kind = textOf(result.kind, 40);
  const quiet = said === undefined || said === 'none' || said === 'note';
  if (NO_PROBLEM.includes(kind) && quiet && severities.length === 0) return [];
  const undecided = UNDECIDED.includes(kind) && quiet;
  const message = isRecord(result.message) ? result.message : {};
  const location = locationOf(listOf(result.locations)[0]);
  return [
    {
      code,
      level: worstLevel(undecided ? 'warning' : said, severities),
      message: textOf(message.text, 500),
      ...(location && { location }),
    },
  ];
}

/** Of several levels the worst; one that is no level counts as a warning. */
function worstSaid(levels: readonly unknown[]): unknown {
  return [...levels].sort((a, b) => rankOf(a) - rankOf(b))[0];
}

function rankOf(level: unknown): number {
  if (level === 'none') return 3;
  const rank = WORST_FIRST.findIndex(known => known === level);
  return rank < 0 ? 1 : rank;
}

/** Without a word SARIF means a warning; a severity can only make it worse. */
function worstLevel(
  said: unknown,
  severities: readonly number[],
): EvidenceProblem['level'] {
  // Written so that a severity that is no number counts as severe.
  const severe = severities.some(severity => !(severity < SEVERE));
  if (said === 'error' || severe) return 'error';
  return said === 'note' || said === 'none' ? 'note' : 'warning';
}

function severityOf({ properties }: Record<string, unknown>): number[] {
  if (!isRecord(properties)) return [];
  const severity = properties['security-severity'];
  if (severity === undefined) return [];
  return [
    typeof severity === 'string' || typeof severity === 'number'
      ? Number(severity)
      : Number.NaN,
  ];
}

function locationOf(location: unknown): string {
  if (!isRecord(location) || !isRecord(location.physicalLocation)) return '';
  const { artifactLocation, region } = location.physicalLocation;
  const uri = isRecord(artifactLocation)
    ? textOf(artifactLocation.uri, 300)
    : '';
  const line = isRecord(region) ? region.startLine : undefined;
  return uri && Number.isInteger(line) ? `${uri}:${line}` : uri;
}

function toolOf(run: Record<string, unknown> | undefined) {
  const { name, version } = driverOf(run ?? {});
  return {
    name: textOf(name, 100) || 'unnamed tool',
    ...(textOf(version, 50) && { version: textOf(version, 50) }),
  };
}

function resultsOf(
  run: Record<string, unknown>,
): readonly Record<string, unknown>[] {
  return listOf(run.results).filter(isRecord);
}
