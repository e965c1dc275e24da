import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countJestTests } from './counts.mjs';
import { run } from './run.mjs';
import { root } from './workspace.mjs';

/**
 * Runs suites of packages and plugins, with what they write on the screen.
 * @param paths - which, as regular expressions of their paths; all unless told
 * @returns counts
 */
export async function runJest({ env, paths = [] }) {
  const folder = mkdtempSync(join(tmpdir(), 'micro-apps-jest-'));
  const file = join(folder, 'report.json');
  try {
    const { status } = await run(
      'yarn',
      [
        ...['backstage-cli', 'repo', 'test'],
        ...['--maxWorkers=2', '--watchAll=false'],
        ...['--json', `--outputFile=${file}`],
        ...paths,
      ],
      { cwd: root, env, show: true },
    );
    const report = existsSync(file)
      ? JSON.parse(readFileSync(file, 'utf8'))
      : undefined;
    return countJestTests({ report, status });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
