import { chmod, mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Settings files of package managers that a maker could steer a scan with. */
const SETTINGS_FILE = /^(\.npmrc|\.yarnrc.*|\.pnpmfile\.cjs)$/i;

/** The folders of one scan; nothing in them outlives it. */
export interface Workspace {
  readonly root: string;
  /** Fresh checkout of exactly one commit. */
  readonly checkout: string;
  /** Stands in for the home folder of every tool. */
  readonly home: string;
  /** The scanned app may write here. */
  readonly data: string;
  remove(): Promise<void>;
}

/** Makes the folders of a scan. */
export async function createWorkspace(): Promise<Workspace> {
  const root = await realpath(
    await mkdtemp(join(tmpdir(), 'micro-apps-scan-')),
  );
  // An app under scan can run as another user, who must be able to pass.
  await chmod(root, 0o711);
  const [checkout, home, data] = ['checkout', 'home', 'data'].map(name =>
    join(root, name),
  );
  await Promise.all([checkout, home, data].map(path => mkdir(path)));
  return {
    root,
    checkout,
    home,
    data,
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/**
 * Removes every settings file of a package manager: a project's own `.npmrc`
 * that points at a fake registry made `npm audit` report nothing.
 * @returns paths of what was removed, relative to `directory`
 */
export async function removeSettingsFiles(
  directory: string,
): Promise<readonly string[]> {
  const entries = await readdir(directory, {
    recursive: true,
    withFileTypes: true,
  });
  const found = entries
    .filter(entry => SETTINGS_FILE.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name));
  await Promise.all(
    found.map(path => rm(path, { recursive: true, force: true })),
  );
  return found.map(path => path.slice(directory.length + 1));
}

/** Lets the runner install into a checkout that was written read-only. */
export async function makeWritable(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  const entries = await readdir(directory, {
    recursive: true,
    withFileTypes: true,
  });
  for (const entry of entries) {
    if (entry.isDirectory()) {
      await chmod(join(entry.parentPath, entry.name), 0o755);
    }
  }
}
