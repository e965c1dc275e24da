// `npm test`: installs when needed, then every check and test. Ends with
// `N passed, N failed` alone on a line and a matching exit code.
// `npm test -- types lint` runs only the checks named so.
import { CHECKS } from './checks/allChecks.mjs';
import { countStatus, lastLineOf, sumCounts } from './lib/counts.mjs';
import { runMain, say, Stop } from './lib/say.mjs';
import { announce, findToolchain } from './lib/toolchain.mjs';
import { ensureInstalled } from './lib/workspace.mjs';

await runMain(async () => {
  const wanted = process.argv.slice(2);
  const checks = CHECKS.filter(
    ({ name }) => wanted.length === 0 || wanted.includes(name),
  );
  if (checks.length === 0) {
    throw new Stop(
      `There is no such check. There are: ${CHECKS.map(({ name }) => name).join(
        ', ',
      )}`,
    );
  }
  announce('Fetching Node 22 and Yarn 4 where they are missing');
  const tools = await findToolchain();
  await ensureInstalled(tools);
  const env = { ...tools, CI: '1', FORCE_COLOR: '0' };

  const counts = [];
  for (const check of checks) {
    const began = Date.now();
    announce(check.name);
    const count = await check.run({ env }).catch(error => {
      say(String(error.stack));
      return countStatus(1);
    });
    counts.push(count);
    const seconds = Math.round((Date.now() - began) / 1000);
    const skipped = count.skipped ? `, ${count.skipped} SKIPPED` : '';
    say(
      `  ${count.failed ? '✕' : '✓'} ${check.name}: ${lastLineOf(
        count,
      )}${skipped} (${seconds} s)`,
    );
  }
  const sum = sumCounts(counts);
  if (sum.skipped > 0) say(`\n${sum.skipped} tests were skipped.`);
  say(`\n${lastLineOf(sum)}`);
  if (sum.failed > 0) process.exitCode = 1;
});
