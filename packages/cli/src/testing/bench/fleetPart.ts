import { createEmbeddedPolicy } from '@micro-apps/policy-pack';
import { readShippedPolicy } from '@micro-apps/policy-pack/node';
import { MARKS, type Done, type Progress } from './fleet';
import { someCatalog, someRegistration } from './generate';
import { gateOne } from './gateOne';

const BATCH = 500;

/** One process's share of the fleet; tells its parent how it goes. */
function runPart(first: number, count: number): void {
  const catalog = someCatalog(50);
  const policy = createEmbeddedPolicy(readShippedPolicy());
  const tell = (message: Progress | Done) => process.send?.(message);
  const marks = MARKS.map(mark => ({ mark, at: Math.round(count * mark) }));
  let [ms, cpuMs, open] = [0, 0, 0];
  for (let from = 0; from < count; from += BATCH) {
    const batch = Array.from(
      { length: Math.min(BATCH, count - from) },
      (_, index) => someRegistration(first + from + index, catalog),
    );
    // Making the fleet up is not what is measured.
    const began = performance.now();
    const busy = process.cpuUsage();
    for (const registration of batch) {
      if (gateOne(registration, catalog, policy).allowed) open += 1;
    }
    const { user, system } = process.cpuUsage(busy);
    cpuMs += (user + system) / 1000;
    ms += performance.now() - began;
    const done = from + batch.length;
    for (const { mark, at } of marks) {
      if (from < at && at <= done) {
        global.gc?.();
        const { heapUsed: heap, rss } = process.memoryUsage();
        tell({ mark, heap, rss });
      }
    }
  }
  tell({ ms, cpuMs, open });
}

const [first, count] = process.argv.slice(2).map(Number);
runPart(first, count);
