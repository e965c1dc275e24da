import {
  accept,
  refuse,
  type Evidence,
  type EvidenceProblem,
  type Result,
} from '@micro-apps/governance-core';
import { isRecord, nestsDeeper, textOf } from './untrusted';

/** The numbers that people know from GitHub (reliability C7). */
const MAX_RUNS = 20;
const MAX_RESULTS = 25_000;
const MAX_LOCATIONS = 1_000;
/** A log of five levels is usual; a thousand would break what writes it. */
const MAX_DEPTH = 64;
/** What is kept beside the log itself, the worst first. */
const MAX_PROBLEMS = 200;
const SEVERE = 7;
/** Kinds of results that report no problem (SARIF 2.1.0, 3.27.9). */
const NO_PROBLEM = ['pass', 'notApplicable', 'informational'];
const WORST_FIRST = ['error', 'warning', 'note'];

/** What a SARIF 2.1.0 log says. */
export interface SarifReading {
  readonly tool: { readonly name: string; readonly version?: string };
  readonly outcome: Evidence['outcome'];
  /** The worst {@link MAX_PROBLEMS}. */
  readonly problems: readonly EvidenceProblem[];
  /** How many there are in all. */
  readonly count: number;
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
  if (runs.length > MAX_RUNS) {
    return refuse('invalid-input', `Send at most ${MAX_RUNS} runs in one log`);
  }
  if (nestsDeeper(log, MAX_DEPTH)) {
    return refuse(
      'invalid-input',
      `Send a log of at most ${MAX_DEPTH} levels of brackets`,
    );
  }
  const problems: EvidenceProblem[] = [];
  for (const run of runs.filter(isRecord)) {
    const results = resultsOf(run);
    if (results.length > MAX_RESULTS) {
      return refuse(
        'invalid-input',
        `Send at most ${MAX_RESULTS} results in one run`,
      );
    }
    if (
      results.some(result => listOf(result.locations).length > MAX_LOCATIONS)
    ) {
      return refuse(
        'invalid-input',
        `Send at most ${MAX_LOCATIONS} locations for one result`,
      );
    }
    const rules = rulesOf(run);
    problems.push(...results.flatMap(result => problemOf(result, rules)));
  }
  problems.sort(
    (a, b) => WORST_FIRST.indexOf(a.level) - WORST_FIRST.indexOf(b.level),
  );
  return accept({
    tool: toolOf(runs.find(isRecord)),
    outcome: outcomeOf(runs, problems),
    problems: problems.slice(0, MAX_PROBLEMS),
    count: problems.length,
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

/** The rules of a tool, in their places and by id. */
interface Rules {
  readonly places: readonly unknown[];
  readonly byId: ReadonlyMap<unknown, Record<string, unknown>>;
}

function rulesOf(run: Record<string, unknown>): Rules {
  const places = listOf(driverOf(run).rules);
  return {
    places,
    byId: new Map(places.filter(isRecord).map(rule => [rule.id, rule])),
  };
}

/**
 * What a result names as its rule, by id or by place (SARIF 2.1.0, 3.27.5 to
 * 3.27.7); a severity is often written there and not at the result.
 */
function rulesNamed(
  { ruleId, ruleIndex, rule }: Record<string, unknown>,
  { places, byId }: Rules,
): readonly Record<string, unknown>[] {
  const reference = isRecord(rule) ? rule : {};
  const ids = [ruleId, reference.id].filter(id => typeof id === 'string');
  const indexes = [ruleIndex, reference.index].filter(
    index => typeof index === 'number',
  );
  return [
    ...ids.map(id => byId.get(id)),
    ...indexes.map(index => places[index]),
  ].filter(isRecord);
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
  const said = [result.level, ...rules.map(levelOf)].find(
    level => typeof level === 'string',
  );
  const kind = textOf(result.kind, 40);
  const quiet = said === undefined || said === 'none' || said === 'note';
  if (NO_PROBLEM.includes(kind) && quiet && severities.length === 0) return [];
  const message = isRecord(result.message) ? result.message : {};
  const location = locationOf(listOf(result.locations)[0]);
  return [
    {
      code,
      level: worstLevel(said, severities),
      message: textOf(message.text, 500),
      ...(location && { location }),
    },
  ];
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

function levelOf(rule: Record<string, unknown>): unknown {
  return isRecord(rule.defaultConfiguration)
    ? rule.defaultConfiguration.level
    : undefined;
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

function driverOf(run: Record<string, unknown>): Record<string, unknown> {
  const tool = isRecord(run.tool) ? run.tool : {};
  return isRecord(tool.driver) ? tool.driver : {};
}

function resultsOf(
  run: Record<string, unknown>,
): readonly Record<string, unknown>[] {
  return listOf(run.results).filter(isRecord);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
