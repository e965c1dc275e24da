import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stop } from './say.mjs';

const DEBIAN = '/usr/lib/postgresql';
/** Where a suite finds the server; the name is Backstage's. */
export const POSTGRES_URL =
  'BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING';

/**
 * Folder with `initdb` and `postgres`: POSTGRES_BIN, the newest of Debian's
 * packages, or one on the PATH. `undefined` where there is none.
 */
export function findPostgres(env = process.env, debian = DEBIAN) {
  const versions = existsSync(debian)
    ? readdirSync(debian).sort((a, b) => Number(b) - Number(a))
    : [];
  return [
    env.POSTGRES_BIN,
    ...versions.map(version => join(debian, version, 'bin')),
    ...(env.PATH ?? '').split(delimiter),
  ].find(folder => folder && existsSync(join(folder, 'initdb')));
}

/**
 * Starts a server with an empty folder of its own, on a free port of this
 * computer. It and its folder are gone after `stop`, and also when this process
 * ends in any other way (postgresKeeper.mjs).
 * @param durable - writes to the disk before it says so; slow, for measuring
 * @returns the address for a superuser of the server, and how to stop it
 */
export async function startPostgres({ durable = false } = {}) {
  const bin = findPostgres();
  if (!bin) throw new Stop('PostgreSQL was not found.');
  const port = await freePort();
  const keeper = spawn(
    process.execPath,
    [
      fileURLToPath(new URL('postgresKeeper.mjs', import.meta.url)),
      bin,
      String(port),
      ...(durable ? ['durable'] : []),
    ],
    // A group of its own: Ctrl+C reaches it through us, after the tests.
    { detached: true, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  // Not `close`: that never comes once we closed the IPC channel.
  const ended = new Promise(resolve => keeper.once('exit', resolve));
  const url = await Promise.race([
    once(keeper, 'message').then(([message]) => message.url),
    ended.then(() => undefined),
  ]);
  if (!url) throw new Stop('PostgreSQL did not start.');
  return {
    url,
    async stop() {
      if (keeper.connected) keeper.disconnect();
      await ended;
    },
  };
}

async function freePort() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
