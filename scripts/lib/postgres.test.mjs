import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { findPostgres, startPostgres } from './postgres.mjs';
import { root } from './workspace.mjs';

const skip = findPostgres() ? false : 'PostgreSQL was not found';

async function answers(url) {
  const { port } = new URL(url);
  const socket = connect({ port: Number(port), host: '127.0.0.1' });
  const outcome = await Promise.race([
    once(socket, 'connect').then(() => true),
    once(socket, 'error').then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return outcome;
}

async function isGone(url) {
  for (let tries = 0; tries < 100; tries += 1) {
    if (!(await answers(url))) return true;
    await sleep(100);
  }
  return false;
}

test('a server answers until it is stopped', { skip }, async () => {
  const { url, stop } = await startPostgres();
  assert.ok(await answers(url));
  await stop();
  assert.equal(await answers(url), false);
});

for (const signal of ['SIGINT', 'SIGKILL']) {
  test(`a server ends with its command on ${signal}`, { skip }, async () => {
    const command = spawn(
      process.execPath,
      [join(root, 'scripts/postgres.mjs'), 'sleep', '30'],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [line] = await once(command.stdout, 'data');
    const url = String(line).trim().split('=')[1];
    assert.ok(await answers(url));
    command.kill(signal);
    assert.ok(await isGone(url));
  });
}

test('a machine without a server is said to have none', () => {
  assert.equal(findPostgres({ PATH: root }, root), undefined);
});
