import { lastLineOf, NONE } from './counts.mjs';
import { onStopSignals } from './onStopSignals.mjs';
import { findPostgres, POSTGRES_URL, startPostgres } from './postgres.mjs';
import { say } from './say.mjs';
import { announce, findToolchain } from './toolchain.mjs';
import { ensureInstalled } from './workspace.mjs';

/**
 * Runs suites beside a PostgreSQL server that is there for them alone, and ends
 * with `N passed, N failed` alone on a line. Where there is no PostgreSQL, that
 * is said, and everything counts as skipped.
 * @param work - gets the environment; gives back counts
 */
export async function withPostgres(what, work) {
  if (!findPostgres()) {
    say(
      `\n!!! ${what} SKIPPED: PostgreSQL was not found. Install it (Debian: apt-get install postgresql) or set POSTGRES_BIN to the folder of initdb.\n`,
    );
    say(lastLineOf(NONE));
    return;
  }
  announce('Fetching Node 22 and Yarn 4 where they are missing');
  const tools = await findToolchain();
  await ensureInstalled(tools);
  announce('Starting PostgreSQL');
  const server = await startPostgres();
  onStopSignals({
    async first() {
      await server.stop();
      process.exit(130);
    },
    second: () => process.exit(130),
  });
  try {
    const env = {
      ...tools,
      CI: '1',
      FORCE_COLOR: '0',
      [POSTGRES_URL]: server.url,
      // Backups are made with what comes with the server.
      POSTGRES_BIN: findPostgres(),
    };
    const counts = await work(env);
    if (counts.skipped > 0) say(`${counts.skipped} SKIPPED`);
    say(`\n${lastLineOf(counts)}`);
    process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
  } finally {
    await server.stop();
  }
}
