import type { DestinationStream } from 'pino';
import type { Config } from './config.ts';
import type { Context } from './context.ts';
import { createCookies } from './cookies.ts';
import { createEgress } from './egress.ts';
import { createLogger, pseudonym } from './log.ts';
import { mayReadPeople } from './microApp.ts';
import type { MicroApp } from './microApp.ts';
import { createPeople } from './people.ts';
import { openRecords } from './records.ts';
import { createSessions } from './sessions.ts';
import { createShell } from './shell.ts';
import { createSignIn } from './signIn.ts';

/**
 * Puts the parts of the app together.
 * In: configuration and registration; clock and log stream for tests.
 */
export function buildContext(options: {
  config: Config;
  microApp: MicroApp;
  now?: () => number;
  logStream?: DestinationStream;
}): Context {
  const { config, microApp, now = Date.now, logStream } = options;
  const { environment, commit } = config;
  const logger = createLogger({
    base: { app: microApp.id, environment, commit },
    ...(logStream && { stream: logStream }),
  });
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
    egress,
    shell: createShell({ microApp, config }),
    logger,
    now,
    pseudonym: pseudonymOf,
  };
}
