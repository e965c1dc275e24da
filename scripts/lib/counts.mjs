/** Nothing counted yet. */
export const NONE = { passed: 0, failed: 0, skipped: 0 };

/** Sums counts. */
export function sumCounts(counts) {
  return counts.reduce(
    (sum, each) => ({
      passed: sum.passed + each.passed,
      failed: sum.failed + each.failed,
      skipped: sum.skipped + each.skipped,
    }),
    NONE,
  );
}

/** A check that passes or fails as a whole counts as one. */
export function countStatus(status) {
  return status === 0 ? { ...NONE, passed: 1 } : { ...NONE, failed: 1 };
}

/**
 * Counts of a `node --test` run, from the summary that it ends with. A run
 * without a summary, or without a single test, is a failure.
 */
export function countNodeTests({ text, status }) {
  const number = what => {
    const found = [...text.matchAll(new RegExp(`^[#ℹ] ${what} (\\d+)$`, 'gm'))];
    return Number(found.at(-1)?.[1] ?? 0);
  };
  const counted = {
    passed: number('pass'),
    failed: number('fail') + number('cancelled'),
    skipped: number('skipped') + number('todo'),
  };
  return orOneFailure(counted, status);
}

/**
 * Counts of a Jest run (`--json`). A suite that could not even be loaded is a
 * failure; so is a report that is missing.
 */
export function countJestTests({ report, status }) {
  if (!report) return countStatus(1);
  const counted = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  return orOneFailure(counted, status);
}

/** The last line of `npm test`, alone and readable by a machine. */
export function lastLineOf({ passed, failed }) {
  return `${passed} passed, ${failed} failed`;
}

/** Reads such a line back. */
export function readLastLine(text) {
  const found = [...text.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
  return found
    ? { ...NONE, passed: Number(found[1]), failed: Number(found[2]) }
    : undefined;
}

function orOneFailure(counted, status) {
  const nothingRan = counted.passed + counted.failed === 0;
  const silentFailure = status !== 0 && counted.failed === 0;
  return nothingRan || silentFailure
    ? { ...counted, failed: counted.failed + 1 }
    : counted;
}
