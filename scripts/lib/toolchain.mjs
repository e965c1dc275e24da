import { delimiter, dirname } from 'node:path';
import { run, saysNoNetwork } from './run.mjs';
import { say, Stop } from './say.mjs';

const NODE = '22.23.3';
const YARN = '4.13.0';

/**
 * Whether a Node can run everything (22.18 strips types by itself, Backstage
 * supports up to 24), only these scripts, or nothing here.
 */
export function suitability(version) {
  const [major, minor] = version.split('.').map(Number);
  if (!(major >= 20)) return 'too old';
  return (major === 22 && minor >= 18) || major === 24
    ? 'suitable'
    : 'scripts only';
}

/** Refuses a Node that is too old to run these scripts. */
export function checkNode(version = process.versions.node) {
  if (suitability(version) === 'too old') {
    throw new Stop(
      `Node ${version} is too old. Install Node 20 or newer from https://nodejs.org and run the command again.`,
    );
  }
}

/**
 * Node 22 and Yarn 4, from npm and nothing else; about ten seconds the first
 * time. A Node that suits is used as it is.
 * @returns the environment in which `node` and `yarn` are these two
 */
export async function findToolchain() {
  checkNode();
  const env = withoutNpmRun(process.env);
  await requireGit(env);
  const own = suitability(process.versions.node) === 'suitable';
  const packages = [
    ...(own ? [] : ['-p', `node@${NODE}`]),
    ...['-p', `@yarnpkg/cli-dist@${YARN}`],
  ];
  const missing = own ? `Yarn ${YARN}` : `Node ${NODE} and Yarn ${YARN}`;
  const print = 'process.stdout.write(process.env.PATH)';
  const { status, text } = await run(
    'npx',
    ['--yes', ...packages, '-c', `node -e "${print}"`],
    {
      // What was fetched once needs no network again.
      env: {
        ...env,
        npm_config_prefer_offline: 'true',
        npm_config_fetch_retries: '1',
      },
      patient: true,
    },
  ).catch(() => ({ status: 1, text: 'npx was not found' }));
  if (status !== 0) {
    throw new Stop(
      saysNoNetwork(text)
        ? `${missing} could not be fetched, because the package registry cannot be reached. Check your network and run the command again.`
        : `${missing} could not be fetched: ${lastLine(
            text,
          )}. Check your npm installation and run the command again.`,
    );
  }
  const path = lastLine(text);
  return {
    ...env,
    PATH: own ? [dirname(process.execPath), path].join(delimiter) : path,
  };
}

/** The environment without what npm sets for the script that it runs. */
export function withoutNpmRun(env) {
  const ofThisRun =
    /^npm_(package_.*|lifecycle_.*|command|execpath|node_execpath|config_(local_prefix|global_prefix|prefix|user_agent|node_gyp|noproxy|npm_version|init_module))$|^INIT_CWD$|^NODE_OPTIONS$/;
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !ofThisRun.test(name)),
  );
}

async function requireGit(env) {
  const found = await run('git', ['--version'], { env }).catch(() => undefined);
  if (found?.status !== 0) {
    throw new Stop(
      'git was not found, and every micro app is a git repository. Install git and run the command again.',
    );
  }
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
