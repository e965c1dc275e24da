import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

const preload = join(import.meta.dirname, 'endWithParent.cjs');
// A parent that starts a child, says its number and then does nothing.
const PARENT = `
  const child = require('node:child_process').spawn(process.execPath,
    ['--require', ${JSON.stringify(
      preload,
    )}, '-e', 'setInterval(() => {}, 1000)'],
    { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  console.log(child.pid);
  setInterval(() => {}, 1000);`;

function lives(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('a child ends when its parent is killed without a chance to tidy up', async () => {
  const parent = spawn(process.execPath, ['-e', PARENT]);
  const [chunk] = await once(parent.stdout, 'data');
  const pid = Number(chunk);
  // Long enough for the child to have loaded.
  await sleep(500);
  assert.ok(lives(pid));
  parent.kill('SIGKILL');
  for (let i = 0; i < 100 && lives(pid); i += 1) await sleep(100);
  assert.equal(lives(pid), false);
});
