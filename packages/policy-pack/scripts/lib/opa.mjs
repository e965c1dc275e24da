import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Versions that the pack is built and checked with. */
export const OPA_VERSION = '1.22.2';
export const REGAL_VERSION = '0.42.0';

const root = dirname(
  dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url))))),
);
/** Where `go install` puts what is missing; git ignores it. */
export const CACHE = join(root, '.cache', 'opa');

const TOOLS = {
  opa: {
    package: `github.com/open-policy-agent/opa@v${OPA_VERSION}`,
    version: OPA_VERSION,
  },
  regal: {
    package: `github.com/open-policy-agent/regal@v${REGAL_VERSION}`,
    version: REGAL_VERSION,
  },
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
  const built = spawnSync('go', ['install', TOOLS[name].package], {
    env: { ...process.env, GOBIN: CACHE, CGO_ENABLED: '0' },
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
