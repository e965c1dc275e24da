// `npm start`: everything from a fresh clone to a running portal.
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { requireFreePorts } from './lib/ports.mjs';
import { runMain, say } from './lib/say.mjs';
import { environmentOf, readSecrets } from './lib/secrets.mjs';
import { startIdentityProvider, startPortal } from './lib/stack.mjs';
import { announce, checkNode, findToolchain } from './lib/toolchain.mjs';
import { ensureBuilt, ensureInstalled, root } from './lib/workspace.mjs';

const PORTAL = 'http://localhost:7007';

await runMain(async () => {
  checkNode();
  const stateDirectory = resolve(
    process.env.MICRO_APPS_STATE_DIR ?? join(root, '.state'),
  );
  await requireFreePorts([
    { port: 7007, what: 'the portal' },
    { port: 7010, what: 'the identity provider' },
  ]);
  if (process.argv.includes('--reset')) {
    rmSync(stateDirectory, { recursive: true, force: true });
    announce('Everything from before is gone; beginning anew');
  }
  announce('Fetching Node 22 and Yarn 4 where they are missing');
  const tools = findToolchain();
  ensureInstalled(tools);
  ensureBuilt(tools);

  const { secrets } = readSecrets(stateDirectory);
  const env = { ...tools, ...environmentOf({ secrets, stateDirectory, root }) };
  const parts = [];
  const stopAll = async () => {
    for (const part of parts.splice(0).reverse()) await part.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, async () => {
      say('\nStopping…');
      await stopAll();
      process.exit(0);
    });
  }
  try {
    announce('Starting the identity provider');
    parts.push(await startIdentityProvider({ env, stateDirectory }));
    announce('Starting the portal');
    parts.push(
      await startPortal({ env, stateDirectory, configs: ['app-config.yaml'] }),
    );
  } catch (error) {
    await stopAll();
    throw error;
  }
  const people = Object.entries(secrets.personas)
    .map(([name, password]) => `${name} ${password}`)
    .join(' · ');
  say(`\nReady: ${PORTAL} — sign in as  ${people}   (Ctrl+C stops)`);

  const first = await Promise.race(
    parts.map(part => part.ended.then(() => part)),
  );
  if (parts.includes(first)) {
    await stopAll();
    say(
      `\n${first.name} ended: ${first.complaint()}\nIts log is ${
        first.logFile
      }`,
    );
    process.exitCode = 1;
  }
});
