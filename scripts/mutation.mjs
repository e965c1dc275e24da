// `npm run test:mutation`: changes the core in small ways and looks whether a
// test notices. Ends with 1 below the score of stryker.config.mjs. It takes
// long, so `npm test` leaves it out; `npm run test:mutation -- decisions` asks
// one folder only.
import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { runMain } from './lib/say.mjs';
import { announce, findToolchain } from './lib/toolchain.mjs';
import { ensureInstalled, root } from './lib/workspace.mjs';

await runMain(async () => {
  const folders = process.argv.slice(2);
  announce('Fetching Node 22 and Yarn 4 where they are missing');
  const tools = await findToolchain();
  await ensureInstalled(tools);
  const env = {
    ...tools,
    CI: '1',
    ...(folders.length > 0 && { MUTATE: folders.join(',') }),
  };
  process.exitCode = await new Promise((resolve, reject) => {
    const child = spawn(
      'node',
      [
        join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js'),
        'run',
        join(root, 'stryker.config.mjs'),
      ],
      { cwd: join(root, 'packages/governance-core'), env, stdio: 'inherit' },
    );
    child.on('error', reject);
    child.on('exit', code => resolve(code ?? 1));
    // Whoever works on this machine comes first.
    if (child.pid) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  });
});
