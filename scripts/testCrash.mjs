// `npm run test:crash`: kills a backend process at every statement of every
// command of the table (killedCommands.ts), on SQLite and on PostgreSQL, and
// looks what is left. Up to an hour on two cores; a sample runs with the other
// suites.
import { lastLineOf, NONE, sumCounts } from './lib/counts.mjs';
import { runJest } from './lib/jest.mjs';
import { runMain, say } from './lib/say.mjs';
import { announce, findToolchain } from './lib/toolchain.mjs';
import { POSTGRES_URL } from './lib/postgres.mjs';
import { withPostgres } from './lib/withPostgres.mjs';
import { ensureInstalled } from './lib/workspace.mjs';

const paths = ['plugins/micro-apps-backend/src/testing/process'];

async function everyPoint(env) {
  return await runJest({ env: { ...env, MICRO_APPS_CRASH: 'all' }, paths });
}

await runMain(async () => {
  const tools = await findToolchain();
  await ensureInstalled(tools);
  const env = { ...tools, CI: '1', FORCE_COLOR: '0' };
  announce('Every point on SQLite');
  const onSqlite = await everyPoint(withoutPostgres(env));
  let onPostgres = NONE;
  await withPostgres('Every point on PostgreSQL was', async beside => {
    announce('Every point on PostgreSQL');
    onPostgres = await everyPoint(beside);
    return onPostgres;
  });
  const sum = sumCounts([onSqlite, onPostgres]);
  say(`\n${lastLineOf(sum)}`);
  process.exitCode = sum.failed === 0 && sum.passed > 0 ? 0 : 1;
});

function withoutPostgres(env) {
  const { [POSTGRES_URL]: _, ...rest } = env;
  return rest;
}
