// `npm run test:postgres`: the backend's suites on PostgreSQL instead of SQLite.
// `npm run test:postgres -- approvals` runs only the suites whose path says so.
import { runJest } from './lib/jest.mjs';
import { runMain } from './lib/say.mjs';
import { announce } from './lib/toolchain.mjs';
import { withPostgres } from './lib/withPostgres.mjs';

const BACKEND = 'plugins/micro-apps-backend/src';

await runMain(async () => {
  const wanted = process.argv.slice(2);
  const paths = wanted.length
    ? wanted.map(path => `${BACKEND}/.*${path}`)
    : [BACKEND];
  await withPostgres('The suites on PostgreSQL were', async env => {
    announce('The suites of the backend on PostgreSQL');
    return await runJest({ env, paths });
  });
});
