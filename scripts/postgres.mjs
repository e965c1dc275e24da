// `npm run postgres -- <command>`: runs a command beside a PostgreSQL server
// that is there for it alone; the address is in the environment.
import { spawn } from 'node:child_process';
import { onStopSignals } from './lib/onStopSignals.mjs';
import { POSTGRES_URL, startPostgres } from './lib/postgres.mjs';
import { runMain, say, Stop } from './lib/say.mjs';

await runMain(async () => {
  const [command, ...args] = process.argv.slice(2);
  if (!command) throw new Stop('Say which command: npm run postgres -- psql');
  const server = await startPostgres();
  say(`${POSTGRES_URL}=${server.url}`);
  const child = spawn(command, args, {
    env: { ...process.env, [POSTGRES_URL]: server.url },
    stdio: 'inherit',
  });
  onStopSignals({
    first: () => child.kill('SIGTERM'),
    second: () => child.kill('SIGKILL'),
  });
  const code = await new Promise(resolve => {
    child.once('close', resolve);
    child.once('error', () => resolve(127));
  });
  await server.stop();
  process.exitCode = code ?? 1;
});
