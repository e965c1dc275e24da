import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countNodeTests, countStatus, sumCounts } from '../lib/counts.mjs';
import { run, saysNoNetwork } from '../lib/run.mjs';
import { say } from '../lib/say.mjs';
import { root } from '../lib/workspace.mjs';

const LEFT_OUT = /[\\/](node_modules|data|\.git)$/;

/**
 * Installs every golden path's skeleton in a fresh copy, as a sandbox would,
 * and runs the checks and tests that a new app brings along.
 */
export async function testSkeletons({ env }) {
  const templates = join(root, 'templates');
  const counts = [];
  for (const name of readdirSync(templates)) {
    const skeleton = join(templates, name, 'skeleton');
    if (existsSync(join(skeleton, 'package.json'))) {
      counts.push(await testSkeleton({ skeleton, env }));
    }
  }
  return sumCounts(counts);
}

async function testSkeleton({ skeleton, env }) {
  const copy = mkdtempSync(join(tmpdir(), 'micro-apps-skeleton-'));
  try {
    cpSync(skeleton, copy, {
      recursive: true,
      filter: source => !LEFT_OUT.test(source),
    });
    const npm = args => run('npm', args, { cwd: copy, env, patient: true });
    const installed = await npm([
      'ci',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
    ]);
    if (installed.status !== 0) {
      say(
        saysNoNetwork(installed.text)
          ? 'The template’s packages could not be downloaded, because the package registry cannot be reached.'
          : installed.text,
      );
      return countStatus(1);
    }
    const checked = await npm(['run', 'check', '--if-present']);
    if (checked.status !== 0) say(checked.text);
    const tested = await npm(['test']);
    if (tested.status !== 0) say(tested.text);
    return sumCounts([countStatus(checked.status), countNodeTests(tested)]);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
