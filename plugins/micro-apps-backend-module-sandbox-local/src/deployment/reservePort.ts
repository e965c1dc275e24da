import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

/**
 * The port of `owner`, the same each time. A file per port, made exclusively,
 * is both registry and lock: two processes cannot take one port.
 */
export async function reservePort(options: {
  folder: string;
  owner: string;
  firstPort: number;
}): Promise<number> {
  const { folder, owner, firstPort } = options;
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    const holder = await readFile(join(folder, name), 'utf8').catch(() => '');
    if (holder === owner) return Number(name);
  }
  for (let port = firstPort; port < firstPort + 1000; port += 1) {
    try {
      await writeFile(join(folder, String(port)), owner, { flag: 'wx' });
    } catch {
      continue;
    }
    if (await isFree(port)) return port;
    await rm(join(folder, String(port)), { force: true });
  }
  throw new Error('No port is free for another micro app. Remove one first.');
}

/** Gives the port of `owner` back. */
export async function releasePort(folder: string, owner: string) {
  for (const name of await readdir(folder).catch(() => [])) {
    const holder = await readFile(join(folder, name), 'utf8').catch(() => '');
    if (holder === owner) await rm(join(folder, name), { force: true });
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
