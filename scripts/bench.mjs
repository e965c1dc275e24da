// `npm run bench`: one run, printed as a table with ratios. Numbers depend on
// the machine, so nothing here fails because of a time.
import { join } from 'node:path';
import { run } from './lib/run.mjs';
import { runMain, Stop } from './lib/say.mjs';
import { announce, findToolchain } from './lib/toolchain.mjs';
import { ensureInstalled, root } from './lib/workspace.mjs';

await runMain(async () => {
  announce('Fetching Node 22 and Yarn 4 where they are missing');
  const env = await findToolchain();
  await ensureInstalled(env);
  announce('Measuring (some minutes)');
  const { status } = await run(
    'node',
    [
      ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
      join(root, 'packages/cli/src/testing/bench/main.ts'),
      join(root, 'plugins/micro-apps-backend/src/testing/bench/main.ts'),
    ],
    { cwd: root, env, show: true },
  );
  if (status !== 0) throw new Stop('The measurement did not come to its end.');
});
