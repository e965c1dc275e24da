import { createServer } from 'node:http';
import { join } from 'node:path';
import { createApp } from './app.ts';
import { readConfig } from './config.ts';
import type { Config } from './config.ts';
import type { Context } from './context.ts';
import { createCookies } from './cookies.ts';
import { createEgress } from './egress.ts';
import { createLogger, pseudonym } from './log.ts';
import { mayReadPeople, readMicroApp } from './microApp.ts';
import { createPeople } from './people.ts';
import { openRecords } from './records.ts';
import {
  daysKept,
  deleteExpired,
  prepareSamples,
  retentionSentence,
} from './retention.ts';
import { readRouteTable } from './routeTable.ts';
import { createSessions } from './sessions.ts';
import { createShell } from './shell.ts';
import { createSignIn, readKeyFile, readPrivateKey } from './signIn.ts';

const HOUR = 3_600_000;
const ROOT = join(import.meta.dirname, '..');

function buildContext(config: Config): Context {
  const microApp = readMicroApp(join(ROOT, 'micro-app.json'));
  const { environment, commit } = config;
  const logger = createLogger({
    base: { app: microApp.id, environment, commit },
  });
  const now = Date.now;
  const store = openRecords(config.dataFolder);
  const egress = createEgress({
    allowed: [
      config.issuer,
      ...(mayReadPeople(microApp) ? [config.peopleApiUrl] : []),
      ...microApp.endpoints,
    ],
    logger,
  });
  const pseudonymOf = (subject: string) =>
    pseudonym({ subject, key: store.read().logKey });
  return {
    config,
    microApp,
    store,
    sessions: createSessions({ now }),
    cookies: createCookies({ appId: microApp.id, origin: config.origin }),
    signIn: createSignIn({ config, microApp, egress, now }),
    people: createPeople({
      address: config.peopleApiUrl,
      egress,
      now,
      onRead: ({ identity, records }) =>
        logger.info({
          event: 'data-access',
          scope: 'people:read',
          records,
          subject: pseudonymOf(identity.subject),
        }),
    }),
    shell: createShell({ microApp, config }),
    logger,
    now,
    pseudonym: pseudonymOf,
  };
}

function keepRetention(context: Context): void {
  const { config, microApp, store, logger, now } = context;
  const rule = {
    retentionDays: microApp.retentionDays,
    environment: config.environment,
  };
  const days = daysKept(rule);
  const run = () => {
    try {
      const deleted = deleteExpired({ store, days, now: now() });
      logger.info(
        { event: 'retention', days, deleted },
        retentionSentence(rule),
      );
    } catch (error) {
      logger.error({ event: 'retention-failed', err: error });
    }
  };
  run();
  setInterval(run, HOUR).unref();
}

async function main(): Promise<void> {
  const config = readConfig(process.env);
  await readPrivateKey(readKeyFile(config.privateKeyFile));
  const context = buildContext(config);
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
