// Tells again what failed, then sums the last `N passed, N failed` of each
// file; a file without one is a failure: its part ended before it could count.
import { readFileSync } from 'node:fs';
import { lastLineOf, NONE, readLastLine, sumCounts } from './lib/counts.mjs';
import { readFailures } from './lib/failures.mjs';

const outputs = process.argv.slice(2).map(file => readFileSync(file, 'utf8'));
for (const failure of outputs.flatMap(readFailures)) {
  process.stdout.write(`${failure}\n\n`);
}
const sum = sumCounts(
  outputs.map(text => readLastLine(text) ?? { ...NONE, failed: 1 }),
);
process.stdout.write(`${lastLineOf(sum)}\n`);
if (sum.failed > 0 || sum.passed === 0) process.exitCode = 1;
