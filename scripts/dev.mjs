// `npm run dev`: hot reload for contributors; the portal is on port 3000.
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { onStopSignals } from './lib/onStopSignals.mjs';
import { requireFreePorts } from './lib/ports.mjs';
import { runMain, say } from './lib/say.mjs';
import { environmentOf, readSecrets } from './lib/secrets.mjs';
import { startIdentityProvider } from './lib/stack.mjs';
import { announce, findToolchain } from './lib/toolchain.mjs';
import { ensureInstalled, root } from './lib/workspace.mjs';

await runMain(async () => {
  const stateDirectory = resolve(
    process.env.MICRO_APPS_STATE_DIR || join(root, '.state'),
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
  const provider = await startIdentityProvider({ env, stateDirectory });
  for (const [name, password] of Object.entries(secrets.personas)) {
    say(`  ${name}  ${password}`);
  }
  const configs = ['app-config.yaml', 'app-config.dev.yaml'].flatMap(file => [
    '--config',
    join(root, file),
  ]);
  // The tool itself, not yarn around it, which would leave it running.
  const started = spawn(
    'node',
    [
      join(root, 'node_modules', '@backstage', 'cli', 'bin', 'backstage-cli'),
      ...['repo', 'start', 'packages/app', 'packages/backend', ...configs],
    ],
    {
      cwd: root,
      // Without SIGUSR1 no other process can make the backend open its debugger.
      env: { ...env, NODE_OPTIONS: '--disable-sigusr1' },
      stdio: 'inherit',
    },
  );
  onStopSignals({
    first: () => started.kill('SIGTERM'),
    second: () => started.kill('SIGKILL'),
  });
  const code = await new Promise(resolveEnd =>
    started.once('close', resolveEnd),
  );
  await provider.stop();
  process.exit(code ?? 0);
});
