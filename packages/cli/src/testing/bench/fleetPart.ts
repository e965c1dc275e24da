import { createEmbeddedPolicy } from '@micro-apps/policy-pack';
import { readShippedPolicy } from '@micro-apps/policy-pack/node';
import { MARKS, type Done, type Progress } from './fleet';
import { someCatalog, someRegistration } from './generate';
import { gateOne } from './gateOne';

/** One process's share of the fleet; tells its parent how it goes. */
function runPart(first: number, count: number): void {
  const catalog = someCatalog(50);
  const policy = createEmbeddedPolicy(readShippedPolicy());
  const tell = (message: Progress | Done) => process.send?.(message);
  const marks = new Map(
    MARKS.map(mark => [first + Math.round(count * mark) - 1, mark]),
  );
  const began = performance.now();
  const busy = process.cpuUsage();
  let open = 0;
  for (let index = first; index < first + count; index += 1) {
    const registration = someRegistration(index, catalog);
    if (gateOne(registration, catalog, policy).allowed) open += 1;
    const mark = marks.get(index);
    if (mark !== undefined) {
      global.gc?.();
      const { heapUsed: heap, rss } = process.memoryUsage();
      tell({ mark, heap, rss });
    }
  }
  const { user, system } = process.cpuUsage(busy);
  tell({ ms: performance.now() - began, cpuMs: (user + system) / 1000, open });
}

const [first, count] = process.argv.slice(2).map(Number);
runPart(first, count);
