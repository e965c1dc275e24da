import { countNodeTests, countStatus } from '../lib/counts.mjs';
import { runJest } from '../lib/jest.mjs';
import { run } from '../lib/run.mjs';
import { say } from '../lib/say.mjs';
import { root } from '../lib/workspace.mjs';
import { testSkeletons } from './skeletonTests.mjs';

const yarn = args => whole('yarn', args);

/** Everything that `npm test` checks, cheap ones first. */
export const CHECKS = [
  { name: 'hygiene', run: whole('node', ['scripts/hygiene.mjs']) },
  { name: 'formatting', run: yarn(['format:check', '--loglevel', 'warn']) },
  {
    name: 'scripts',
    run: nodeTests([
      'node',
      '--test',
      'scripts/**/*.test.mjs',
      'packages/policy-pack/scripts/**/*.test.mjs',
      'e2e/**/*.test.mjs',
    ]),
  },
  { name: 'types', run: yarn(['tsc']) },
  {
    name: 'types of the identity provider',
    run: yarn(['workspace', '@micro-apps/identity-provider', 'tsc']),
  },
  { name: 'lint', run: yarn(['lint']) },
  { name: 'dependencies', run: yarn(['lint:dependencies']) },
  // Without --strict, wrong types pass; --lax stands for absent secrets.
  {
    name: 'configuration',
    run: yarn(['backstage-cli', 'config:check', '--strict', '--lax']),
  },
  {
    name: 'configuration for production',
    run: yarn([
      ...['backstage-cli', 'config:check', '--strict', '--lax'],
      ...['--config', 'app-config.yaml'],
      ...['--config', 'app-config.production.yaml'],
    ]),
  },
  {
    name: 'identity provider',
    run: nodeTests([
      'yarn',
      'workspace',
      '@micro-apps/identity-provider',
      'test',
    ]),
  },
  {
    name: 'policies',
    // Only now: it needs packages, which are installed by then.
    run: async context =>
      (await import('./policies.mjs')).checkPolicies(context),
  },
  { name: 'packages and plugins', run: runJest },
  { name: 'golden path', run: testSkeletons },
];

/** A check that passes or fails as a whole. */
function whole(command, args) {
  return async ({ env }) => {
    const { status, text } = await run(command, args, {
      cwd: root,
      env,
      patient: true,
    });
    if (status !== 0) say(text);
    return countStatus(status);
  };
}

function nodeTests([command, ...args]) {
  return async ({ env }) => {
    const result = await run(command, args, { cwd: root, env, patient: true });
    if (result.status !== 0) say(result.text);
    return countNodeTests(result);
  };
}
