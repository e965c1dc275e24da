// `npm run dev`: hot reload for contributors; the portal is on port 3000.
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { requireFreePorts } from './lib/ports.mjs';
import { runMain, say } from './lib/say.mjs';
import { environmentOf, readSecrets } from './lib/secrets.mjs';
import { startIdentityProvider } from './lib/stack.mjs';
import { announce, findToolchain } from './lib/toolchain.mjs';
import { ensureInstalled, root } from './lib/workspace.mjs';

await runMain(async () => {
  const stateDirectory = resolve(
    process.env.MICRO_APPS_STATE_DIR ?? join(root, '.state'),
  );
  await requireFreePorts([
    { port: 3000, what: 'the frontend' },
    { port: 7007, what: 'the backend' },
    { port: 7010, what: 'the identity provider' },
  ]);
  const tools = await findToolchain();
  await ensureInstalled(tools);
  const { secrets } = readSecrets(stateDirectory);
  const env = { ...tools, ...environmentOf({ secrets, stateDirectory, root }) };
  announce('Starting the identity provider');
  const provider = await startIdentityProvider({
    env: { ...env, PORTAL_URL: 'http://localhost:3000' },
    stateDirectory,
  });
  for (const [name, password] of Object.entries(secrets.personas)) {
    say(`  ${name}  ${password}`);
  }
  const configs = ['app-config.yaml', 'app-config.dev.yaml'].flatMap(file => [
    '--config',
    join(root, file),
  ]);
  const started = spawn(
    'yarn',
    [
      'backstage-cli',
      'repo',
      'start',
      'packages/app',
      'packages/backend',
      ...configs,
    ],
    { cwd: root, env, stdio: 'inherit' },
  );
  started.once('close', async code => {
    await provider.stop();
    process.exitCode = code ?? 0;
  });
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => started.kill(signal));
  }
});
