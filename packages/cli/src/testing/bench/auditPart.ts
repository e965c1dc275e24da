import { createChainVerifier, readAuditRow } from '@micro-apps/governance-core';
import { createAuditWriter } from '@micro-apps/governance-core/testing';
import { sha256 } from '../../audit/verifyExport';
import { AUDIT_MARKS, type AuditMeasured } from './audit';

const BATCH = 2_000;
const APPS = 1_000;

/** Makes entries up, batch by batch, and verifies their text. */
function verifyMany(count: number): AuditMeasured {
  const writer = createAuditWriter({ sha256 });
  const verifier = createChainVerifier({ sha256 });
  const marks = AUDIT_MARKS.map(mark => Math.round(count * mark));
  const heap: number[] = [];
  const rss: number[] = [];
  let [ms, cpuMs, bytes] = [0, 0, 0];
  for (let from = 0; from < count; from += BATCH) {
    const length = Math.min(BATCH, count - from);
    const lines = Array.from({ length }, (_, index) =>
      JSON.stringify(writer.sealed({ appId: `app-${(from + index) % APPS}` })),
    );
    bytes += lines.reduce((sum, line) => sum + line.length + 1, 0);
    const began = performance.now();
    const busy = process.cpuUsage();
    for (const line of lines) {
      const row = readAuditRow(JSON.parse(line));
      if (!row || !verifier.add(row)) throw new Error(`Not sound: ${line}`);
    }
    const { user, system } = process.cpuUsage(busy);
    cpuMs += (user + system) / 1000;
    ms += performance.now() - began;
    if (marks.includes(from + length)) {
      global.gc?.();
      const memory = process.memoryUsage();
      heap.push(memory.heapUsed);
      rss.push(memory.rss);
    }
  }
  const verdict = verifier.finish();
  if (!('report' in verdict) || verdict.report.seq !== count) {
    throw new Error('The log does not verify');
  }
  return { ms, cpuMs, bytes, heap, rss };
}

process.send?.(verifyMany(Number(process.argv[2])));
