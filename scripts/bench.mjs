// `npm run bench`: one run, printed as a table with ratios. Numbers depend on
// the machine, so nothing here fails because of a time.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPostgres, startPostgres } from './lib/postgres.mjs';
import { run } from './lib/run.mjs';
import { runMain, say, Stop } from './lib/say.mjs';
import { announce, findToolchain } from './lib/toolchain.mjs';
import { ensureInstalled, root } from './lib/workspace.mjs';

/** Runs one of the measuring programs to its end. */
async function measure(program, args, env) {
  const { status } = await run(
    'node',
    [
      ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
      ...[join(root, program), ...args],
    ],
    { cwd: root, env, show: true },
  );
  if (status !== 0) throw new Stop('The measurement did not come to its end.');
}

await runMain(async () => {
  announce('Fetching Node 22 and Yarn 4 where they are missing');
  const env = await findToolchain();
  await ensureInstalled(env);
  const folder = mkdtempSync(join(tmpdir(), 'micro-apps-bench-'));
  const rows = join(folder, 'rows.json');
  const backend = 'plugins/micro-apps-backend/src/testing/bench/main.ts';
  try {
    if (findPostgres()) {
      announce('Measuring the backend on PostgreSQL (a few minutes)');
      // It writes to the disk as one that people depend on does.
      const server = await startPostgres({ durable: true });
      try {
        await measure(backend, [server.url, rows], env);
      } finally {
        await server.stop();
      }
    } else {
      say('  PostgreSQL was not found. Going on without it.');
    }
    announce('Measuring the backend on SQLite (a few minutes)');
    await measure(backend, ['sqlite', rows], env);
    announce('Measuring everything else (a minute or two)');
    await measure('packages/cli/src/testing/bench/main.ts', [], {
      ...env,
      MICRO_APPS_BENCH_ROWS: rows,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
