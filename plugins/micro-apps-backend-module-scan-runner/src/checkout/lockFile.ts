import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One package of a lock file (npm, version 2 or 3). */
export interface LockedPackage {
  /** Real name; an alias such as `left: npm:right@1` has the name `right`. */
  readonly name: string;
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly path: string;
  /** Why it cannot be compared with a reviewed component. */
  readonly unsupported?: string;
}

/** A lock file as far as scans need it. */
export interface LockFile {
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly digest: string;
  /** Everything that ships; development dependencies are left out. */
  readonly packages: readonly LockedPackage[];
}

interface RawPackage {
  name?: unknown;
  version?: unknown;
  resolved?: unknown;
  integrity?: unknown;
  link?: unknown;
  inBundle?: unknown;
  dev?: unknown;
}

/**
 * Reads the lock file that `npm ci` will obey.
 * @throws with a plain sentence when there is none or it cannot be read
 */
export async function readLockFile(
  directory: string,
  registry: string,
): Promise<LockFile> {
  const text = await firstOf(directory, [
    'npm-shrinkwrap.json',
    'package-lock.json',
  ]);
  if (text === undefined) {
    throw new Error(
      'There is no package-lock.json, so nobody can tell which packages ship. Run "npm install" and commit the file',
    );
  }
  const { packages } = parse(text);
  if (!isRecord(packages)) {
    throw new Error(
      'The package-lock.json lists no packages. Write it anew with "npm install" of npm 7 or newer',
    );
  }
  return {
    digest: createHash('sha256').update(text).digest('hex'),
    packages: Object.entries(packages)
      .filter(([path]) => path !== '')
      .filter(([, entry]) => !isRecord(entry) || entry.dev !== true)
      .map(([path, entry]) =>
        locked(path, isRecord(entry) ? entry : {}, registry),
      ),
  };
}

function locked(
  path: string,
  entry: RawPackage,
  registry: string,
): LockedPackage {
  const text = (value: unknown) =>
    typeof value === 'string' ? value : undefined;
  const resolved = text(entry.resolved);
  return {
    path,
    name: text(entry.name) ?? path.split('node_modules/').at(-1) ?? path,
    version: text(entry.version) ?? '',
    integrity: text(entry.integrity),
    resolved,
    unsupported: whyUnsupported({ entry, path, resolved, registry }),
  };
}

function whyUnsupported(options: {
  entry: RawPackage;
  path: string;
  resolved: string | undefined;
  registry: string;
}): string | undefined {
  const { entry, path, resolved, registry } = options;
  if (!path.includes('node_modules/')) return 'is a folder of the app';
  if (entry.link === true) return 'is a link to a folder';
  if (entry.inBundle === true) return 'is packed inside another package';
  if (typeof entry.version !== 'string') return 'has no version';
  if (typeof entry.integrity !== 'string') return 'has no checksum';
  const known = [registry, 'https://registry.npmjs.org/'];
  return resolved === undefined ||
    known.some(prefix => resolved.startsWith(prefix))
    ? undefined
    : 'does not come from the package registry';
}

async function firstOf(
  directory: string,
  names: readonly string[],
): Promise<string | undefined> {
  for (const name of names) {
    try {
      return await readFile(join(directory, name), 'utf8');
    } catch {
      // The next name, then.
    }
  }
  return undefined;
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    throw new Error('The package-lock.json is not valid JSON');
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
