import { createServer } from 'node:http';
import { join } from 'node:path';
import { createApp } from './app.ts';
import { buildContext } from './buildContext.ts';
import { readConfig } from './config.ts';
import { keepRetention } from './keepRetention.ts';
import { readMicroApp } from './microApp.ts';
import { prepareSamples } from './samples.ts';
import { readRouteTable } from './routeTable.ts';
import { readKeyFile, readPrivateKey } from './signIn.ts';

const ROOT = join(import.meta.dirname, '..');

async function main(): Promise<void> {
  const config = readConfig(process.env);
  await readPrivateKey(readKeyFile(config.privateKeyFile));
  const microApp = readMicroApp(join(ROOT, 'micro-app.json'));
  const context = buildContext({ config, microApp });
  const routes = readRouteTable(join(ROOT, 'routes.json'));
  const app = createApp({ context, routes });
  keepRetention(context);
  const { store, now, logger } = context;
  prepareSamples({ store, environment: config.environment, now: now() });

  const server = createServer({ requestTimeout: 30_000 }, app);
  server.on('error', error => {
    logger.fatal({ event: 'stopped', err: error }, 'the app cannot listen');
    process.exitCode = 1;
  });
  server.listen(config.port, config.host, () => {
    logger.info(
      { event: 'started', routes: routes.length },
      'the app is ready',
    );
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      logger.info({ event: 'stopping' });
      server.close();
      server.closeIdleConnections();
      setTimeout(() => process.exit(0), 3_000).unref();
    });
  }
}

main().catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : 'unknown reason';
  process.stderr.write(`${reason}\n`);
  process.exitCode = 1;
});
