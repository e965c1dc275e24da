import { chmod, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Makes a folder read-only; links are left alone. */
export async function lockFolder(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await lockFolder(path);
    else if (entry.isFile()) await chmod(path, 0o444);
  }
  await chmod(folder, 0o555);
}

/** Removes a folder even when it is read-only. */
export async function removeFolder(folder: string): Promise<void> {
  await unlock(folder).catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
}

async function unlock(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await unlock(join(folder, entry.name));
  }
}
