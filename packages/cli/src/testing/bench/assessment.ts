import { someCatalog, someRegistration } from './generate';
import { assessOne } from './gateOne';
import { duration, percentile, type Row } from './table';

const APPS = 2_000;
const ROUNDS = 5;
const GOAL_MS = 0.05;

/** One assessment in the core, with integration catalogs of three sizes. */
export function measureAssessment(): readonly Row[] {
  return [10, 50, 500].map(size => {
    const catalog = someCatalog(size);
    const apps = Array.from({ length: APPS }, (_, index) =>
      someRegistration(index, catalog),
    );
    // The first round warms up.
    const times: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const app of apps) {
        const began = performance.now();
        assessOne(app, catalog);
        if (round > 0) times.push(performance.now() - began);
      }
    }
    const middle = percentile(times, 0.5);
    return {
      what: `assessment in the core, ${size} integrations, p50 (p99)`,
      measured: `${duration(middle)} (${duration(percentile(times, 0.99))})`,
      ...(size === 50 && {
        goal: `≤ ${duration(GOAL_MS)}`,
        ratio: GOAL_MS / middle,
      }),
    };
  });
}
