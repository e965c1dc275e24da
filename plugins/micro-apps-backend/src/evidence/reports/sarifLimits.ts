import { refuse, accept, type Result } from '@micro-apps/governance-core';
import { isRecord, listOf } from './untrusted';

type Parts = Record<string, unknown>;

/**
 * The numbers that people know from GitHub's code scanning, and what of a run
 * each of them counts; every count has to be within it (reliability C7).
 */
const LIMITS: readonly {
  readonly most: number;
  readonly of: string;
  readonly counts: (run: Parts) => readonly number[];
}[] = [
  {
    most: 25_000,
    of: 'results in one run',
    counts: run => [listOf(run.results).length],
  },
  {
    most: 25_000,
    of: 'rules in one run',
    counts: run => [rulesOf(run).length],
  },
  {
    most: 100,
    of: 'tool extensions in one run',
    counts: run => [listOf(toolOf(run).extensions).length],
  },
  {
    most: 1_000,
    of: 'locations for one result',
    counts: run =>
      partsOf(run.results).flatMap(({ locations, relatedLocations }) => [
        listOf(locations).length,
        listOf(relatedLocations).length,
      ]),
  },
  {
    most: 10_000,
    of: 'thread flow locations for one result',
    counts: run =>
      partsOf(run.results).map(({ codeFlows }) =>
        partsOf(codeFlows)
          .flatMap(({ threadFlows }) => partsOf(threadFlows))
          .reduce((sum, { locations }) => sum + listOf(locations).length, 0),
      ),
  },
  {
    most: 20,
    of: 'tags for one rule',
    counts: run =>
      rulesOf(run).map(({ properties }) =>
        isRecord(properties) ? listOf(properties.tags).length : 0,
      ),
  },
];
const MAX_RUNS = 20;

/** Refuses a log of more parts than GitHub would take, and names the limit. */
export function withinSarifLimits(runs: readonly unknown[]): Result<true> {
  if (runs.length > MAX_RUNS) {
    return refuse('too-large', `Send at most ${MAX_RUNS} runs in one log`);
  }
  for (const run of runs.filter(isRecord)) {
    const passed = LIMITS.find(({ most, counts }) =>
      counts(run).some(count => count > most),
    );
    if (passed) {
      return refuse('too-large', `Send at most ${passed.most} ${passed.of}`);
    }
  }
  return accept(true);
}

function partsOf(list: unknown): readonly Parts[] {
  return listOf(list).filter(isRecord);
}

function toolOf({ tool }: Parts): Parts {
  return isRecord(tool) ? tool : {};
}

/** Rules of the tool itself and of what extends it. */
function rulesOf(run: Parts): readonly Parts[] {
  const { driver, extensions } = toolOf(run);
  return [driver, ...listOf(extensions)]
    .filter(isRecord)
    .flatMap(({ rules }) => partsOf(rules));
}
