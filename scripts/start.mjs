// `npm start`: everything from a fresh clone to a running portal. Plain Node 20
// and no dependency, because it runs before anything is installed.
import { join, resolve } from 'node:path';
import { onStopSignals } from './lib/onStopSignals.mjs';
import { requireFreePorts } from './lib/ports.mjs';
import { resetState } from './lib/resetState.mjs';
import { runMain, say } from './lib/say.mjs';
import { environmentOf, readSecrets } from './lib/secrets.mjs';
import { startIdentityProvider, startPortal } from './lib/stack.mjs';
import { announce, checkNode, findToolchain } from './lib/toolchain.mjs';
import { ensureBuilt, ensureInstalled, root } from './lib/workspace.mjs';

const PORTAL = 'http://localhost:7007';

await runMain(async () => {
  checkNode();
  const stateDirectory = resolve(
    process.env.MICRO_APPS_STATE_DIR || join(root, '.state'),
  );
  await requireFreePorts([
    { port: 7007, what: 'the portal' },
    { port: 7010, what: 'the identity provider' },
  ]);
  if (process.argv.includes('--reset')) {
    resetState(stateDirectory);
    announce('Everything from before is gone; beginning anew');
  }
  announce('Fetching Node 22 and Yarn 4 where they are missing');
  const tools = await findToolchain();
  await ensureInstalled(tools);
  await ensureBuilt(tools);

  const { secrets } = readSecrets(stateDirectory);
  const env = { ...tools, ...environmentOf({ secrets, stateDirectory, root }) };
  const parts = [];
  const add = part => parts.push(part);
  const stopAll = async () => {
    // The portal before its identity provider.
    for (const part of [...parts].reverse()) await part.stop();
  };
  let stopping = false;
  onStopSignals({
    first: async () => {
      stopping = true;
      say('\nStopping…');
      await stopAll();
      process.exit(0);
    },
    second: () => parts.forEach(part => part.kill()),
  });
  try {
    announce('Starting the identity provider');
    await startIdentityProvider({ env, stateDirectory, add });
    announce('Starting the portal');
    await startPortal({
      env,
      stateDirectory,
      add,
      configs: ['app-config.yaml'],
      // The browser stories start the portal with one template action more.
      entry: process.env.MICRO_APPS_PORTAL_ENTRY,
    });
  } catch (error) {
    if (stopping) return;
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
  if (stopping) return;
  await stopAll();
  say(
    `\nThe ${first.name} ended: ${first.complaint()}\nIts log is ${
      first.logFile
    }`,
  );
  process.exitCode = 1;
});
