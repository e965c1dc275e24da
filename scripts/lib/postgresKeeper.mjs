// Keeps one throw-away PostgreSQL server: `postgresKeeper.mjs <bin> <port>`,
// `durable` at the end for one that is measured.
// Tells its parent the address, and ends with it: when the IPC channel closes,
// the server is stopped and its folder deleted. Unless told, nothing is synced to
// the disk, because nothing is to outlive the run.
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const START_MS = 60_000;
const [bin, port, durable] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'micro-apps-postgres-'));
const as = accountFor(folder);
let server;
let ending = false;

// A group of its own gets no Ctrl+C from the terminal; somebody else may send one.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
process.once('disconnect', end);

try {
  const password = randomBytes(16).toString('hex');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (as.uid !== undefined) chownSync(passwordFile, as.uid, as.gid);
  const data = join(folder, 'data');
  execFileSync(
    join(bin, 'initdb'),
    [
      ...['-D', data, '-U', 'postgres', `--pwfile=${passwordFile}`],
      ...['--auth=scram-sha-256', '--encoding=UTF8', '--no-sync'],
      // Sorts as people do, unlike SQLite: whatever depends on the order of
      // bytes is found out.
      ...['--locale=C', '--locale-provider=icu', '--icu-locale=en-US'],
    ],
    { ...as, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  rmSync(passwordFile);
  server = spawn(
    join(bin, 'postgres'),
    [
      ...['-D', data, '-k', folder, '-h', '127.0.0.1', '-p', port],
      ...settings({
        ...(!durable && {
          fsync: 'off',
          synchronous_commit: 'off',
          full_page_writes: 'off',
        }),
        max_connections: 300,
        shared_buffers: '256MB',
        // Tests force errors all the time.
        log_min_messages: 'panic',
        timezone: 'UTC',
      }),
    ],
    { ...as, stdio: ['ignore', 'ignore', 'ignore'] },
  );
  server.once('close', end);
  await untilListening();
  process.send({
    url: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`,
  });
} catch (error) {
  if (!ending) process.stderr.write(`${error.message}\n`);
  await end();
}

/** PostgreSQL refuses to run as root; Debian's account is there for it. */
function accountFor(path) {
  if (process.getuid?.() !== 0) return {};
  const id = flag =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  const [uid, gid] = [id('-u'), id('-g')];
  chownSync(path, uid, gid);
  return { uid, gid, cwd: path };
}

function settings(values) {
  return Object.entries(values).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
}

async function untilListening() {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline && !ending) {
    const answers = await new Promise(resolve => {
      const socket = connect({ port: Number(port), host: '127.0.0.1' });
      const say = answer => {
        socket.destroy();
        resolve(answer);
      };
      socket.once('connect', () => say(true));
      socket.once('error', () => say(false));
    });
    if (answers) return;
    await sleep(50);
  }
  throw new Error('The server does not answer');
}

async function end() {
  if (ending) return;
  ending = true;
  if (server && server.exitCode === null && server.signalCode === null) {
    const closed = new Promise(resolve => server.once('close', resolve));
    // Immediate shutdown: there is nothing to be kept.
    server.kill('SIGQUIT');
    await closed;
  }
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
}
