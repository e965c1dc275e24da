import { spawnSync } from 'node:child_process';
import { delimiter } from 'node:path';
import { say, Stop } from './say.mjs';

const NODE = '22.23.3';
const YARN = '4.13.0';

/** Refuses a Node that is too old to run these scripts. */
export function checkNode(version = process.versions.node) {
  const [major] = version.split('.').map(Number);
  if (major < 20) {
    throw new Stop(
      `Node ${version} is too old. Install Node 20 or newer from https://nodejs.org and run the command again.`,
    );
  }
}

/**
 * Node 22 and Yarn 4, from npm and nothing else; about ten seconds the first
 * time.
 * @returns the environment in which `node` and `yarn` are these two
 */
export function findToolchain() {
  checkNode();
  const print = 'process.stdout.write(process.env.PATH)';
  const found = spawnSync(
    'npx',
    [
      '--yes',
      ...['-p', `node@${NODE}`, '-p', `@yarnpkg/cli-dist@${YARN}`],
      ...['-c', `node -e "${print}"`],
    ],
    { encoding: 'utf8', shell: process.platform === 'win32' },
  );
  if (found.status !== 0) {
    throw new Stop(
      `Node ${NODE} and Yarn ${YARN} could not be fetched from the package registry. Check your network (or your npm registry setting) and run the command again.\n${lastLine(
        found.stderr,
      )}`,
    );
  }
  const [tools] = found.stdout.split(delimiter);
  return {
    ...process.env,
    PATH: [tools, ...found.stdout.split(delimiter).slice(1)].join(delimiter),
    // Yarn and Backstage must not be told about npx's own run.
    npm_config_user_agent: undefined,
    npm_lifecycle_event: undefined,
  };
}

/** The last line of a tool's complaint, for context. */
export function lastLine(text = '') {
  return (
    text
      .split('\n')
      .map(line => line.trim())
      .filter(Boolean)
      .at(-1) ?? ''
  );
}

/** Says how long something takes before it is done. */
export function announce(text) {
  say(`• ${text}`);
}
