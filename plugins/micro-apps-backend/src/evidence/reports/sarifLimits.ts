import { refuse, accept, type Result } from '@micro-apps/governance-core';
import { isRecord, listOf } from './untrusted';

/** The numbers that people know from GitHub (reliability C7). */
const MAX_RUNS = 20;
const MAX_RESULTS = 25_000;
const MAX_LOCATIONS = 1_000;

/** Refuses a log of more parts than GitHub would take, and names the limit. */
export function withinSarifLimits(runs: readonly unknown[]): Result<true> {
  if (runs.length > MAX_RUNS) {
    return refuse('too-large', `Send at most ${MAX_RUNS} runs in one log`);
  }
  for (const run of runs.filter(isRecord)) {
    const results = listOf(run.results);
    if (results.length > MAX_RESULTS) {
      return refuse(
        'too-large',
        `Send at most ${MAX_RESULTS} results in one run`,
      );
    }
    if (results.filter(isRecord).some(hasTooManyLocations)) {
      return refuse(
        'too-large',
        `Send at most ${MAX_LOCATIONS} locations for one result`,
      );
    }
  }
  return accept(true);
}

function hasTooManyLocations(result: Record<string, unknown>): boolean {
  return [result.locations, result.relatedLocations].some(
    locations => listOf(locations).length > MAX_LOCATIONS,
  );
}
