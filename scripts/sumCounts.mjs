// Sums the last `N passed, N failed` of each file; a file without one is a
// failure, because its part ended before it could count.
import { readFileSync } from 'node:fs';
import { lastLineOf, NONE, readLastLine, sumCounts } from './lib/counts.mjs';

const sum = sumCounts(
  process.argv
    .slice(2)
    .map(
      file =>
        readLastLine(readFileSync(file, 'utf8')) ?? { ...NONE, failed: 1 },
    ),
);
process.stdout.write(`${lastLineOf(sum)}\n`);
if (sum.failed > 0 || sum.passed === 0) process.exitCode = 1;
