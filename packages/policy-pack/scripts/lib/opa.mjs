import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The version that the pack is built and checked with; Regal's is in regal/go.mod. */
export const OPA_VERSION = '1.22.2';

const root = dirname(
  dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url))))),
);
/** Where Go puts what is missing; git ignores it. */
export const CACHE = join(root, '.cache', 'opa');

/** How Go builds each tool; checksums are verified in both cases. */
const BUILDS = {
  opa: [
    ['install', `github.com/open-policy-agent/opa@v${OPA_VERSION}`],
    { GOBIN: CACHE },
  ],
  // Its version and checksums, and those of what it needs, are in go.sum:
  // that asks for no list of versions, which not every module proxy has.
  regal: [
    [
      'build',
      ...['-C', join(dirname(fileURLToPath(import.meta.url)), '../regal')],
      ...['-mod=readonly', '-o', `${CACHE}/`],
      'github.com/styrainc/regal',
    ],
    {},
  ],
};

/**
 * The path of `opa` or `regal`: the one on the PATH, else the one in the
 * cache. Never builds anything.
 */
export function findTool(name, path = process.env.PATH) {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  return [...(path ?? '').split(delimiter), CACHE]
    .filter(Boolean)
    .map(folder => join(folder, file))
    .find(found => existsSync(found));
}

/**
 * As {@link findTool}, and builds the tool with Go into the cache where it is
 * not there (a few minutes).
 * @returns the path, or why there is none
 */
export function ensureTool(name) {
  const found = findTool(name);
  if (found) return { path: found };
  if (spawnSync('go', ['version']).status !== 0) {
    return { because: `${name} is not on the PATH, and neither is Go` };
  }
  mkdirSync(CACHE, { recursive: true });
  const [args, env] = BUILDS[name];
  const built = spawnSync('go', args, {
    env: { ...process.env, ...env, CGO_ENABLED: '0' },
    encoding: 'utf8',
  });
  const path = findTool(name);
  return built.status === 0 && path
    ? { path }
    : {
        because: `Go could not build ${name}: ${(
          built.stderr ?? String(built.error)
        )
          .trim()
          .split('\n')
          .at(-1)
          .trim()
          .replace(/\.$/, '')}`,
      };
}

/** Runs OPA and gives back what it prints. @throws Error with its complaint */
export function runOpa(path, args, options = {}) {
  return execFileSync(path, args, {
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
    ...options,
  });
}

/** The version that an `opa` says it is. */
export function versionOf(path) {
  return /^Version: (\S+)/m.exec(runOpa(path, ['version']))?.[1];
}
