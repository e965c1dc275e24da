import {
  coreServices,
  createServiceFactory,
  type BackstageCredentials,
  type HttpAuthService,
  type LoggerService,
  type ServiceFactory,
} from '@backstage/backend-plugin-api';
import { lifecycleServiceFactory } from '@backstage/backend-defaults/lifecycle';
import { permissionsRegistryServiceFactory } from '@backstage/backend-defaults/permissionsRegistry';
import { rootLifecycleServiceFactory } from '@backstage/backend-defaults/rootLifecycle';
import { InMemoryCatalogClient } from '@backstage/catalog-client/testUtils';
import { ConfigReader } from '@backstage/config';
import { AuthenticationError } from '@backstage/errors';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { JsonObject } from '@backstage/types';
import type { Express } from 'express';
import type { Knex } from 'knex';
import { entitiesOf } from '../../__testUtils__/people';

/** What the services of one bare process stand on. */
export interface BareWorld {
  readonly app: Express;
  readonly knex: Knex;
  readonly config: JsonObject;
  /** What is worth a line on standard error; silent unless told. */
  readonly complain?: (line: string) => void;
  /** What is scheduled is put here by its id: nothing runs by the clock. */
  readonly tasks: Map<string, () => unknown>;
}

const NONE = {
  $$type: '@backstage/BackstageCredentials',
  principal: { type: 'none' },
} as const;
const SERVICE = {
  $$type: '@backstage/BackstageCredentials',
  principal: { type: 'service', subject: 'plugin:micro-apps' },
} as const;

function principalTypeOf({ principal }: BackstageCredentials): unknown {
  return typeof principal === 'object' && principal !== null
    ? Reflect.get(principal, 'type')
    : undefined;
}

function credentialsOf(ref: string): BackstageCredentials {
  const principal = { type: 'user', userEntityRef: ref };
  return { $$type: '@backstage/BackstageCredentials', principal };
}

const credentialsOfRequest: HttpAuthService['credentials'] = async req => {
  const [, ref] =
    /^Bearer (user:.+)$/.exec(req.headers.authorization ?? '') ?? [];
  if (!ref) throw new AuthenticationError('Nobody is signed in');
  return credentialsOf(ref) as never;
};

/**
 * The services that the plugin asks Backstage for, and not one more: whoever
 * names a user in the `authorization` header is that user.
 */
export function bareServices(world: BareWorld): readonly ServiceFactory[] {
  const logger = createLogger(world.complain);
  return [
    lifecycleServiceFactory,
    permissionsRegistryServiceFactory,
    rootLifecycleServiceFactory,
    createServiceFactory({
      service: coreServices.rootLogger,
      deps: {},
      factory: () => logger,
    }),
    createServiceFactory({
      service: coreServices.logger,
      deps: {},
      factory: () => logger,
    }),
    createServiceFactory({
      service: coreServices.rootConfig,
      deps: {},
      factory: () => new ConfigReader(world.config),
    }),
    createServiceFactory({
      service: coreServices.database,
      deps: {},
      factory: () => ({ getClient: async () => world.knex }),
    }),
    createServiceFactory({
      service: coreServices.httpRouter,
      deps: {},
      factory: () => ({
        use: handler => {
          world.app.use('/api/micro-apps', handler);
        },
        addAuthPolicy: () => undefined,
      }),
    }),
    createServiceFactory({
      service: coreServices.auth,
      deps: {},
      factory: () => ({
        authenticate: async token => credentialsOf(token),
        isPrincipal: (
          credentials,
          type,
        ): credentials is BackstageCredentials<never> =>
          type === 'unknown' || principalTypeOf(credentials) === type,
        getNoneCredentials: async () => NONE,
        getOwnServiceCredentials: async () => SERVICE,
        getPluginRequestToken: async () => ({ token: 'none' }),
        getLimitedUserToken: async () => ({
          token: '',
          expiresAt: new Date(0),
        }),
        listPublicServiceKeys: async () => ({ keys: [] }),
      }),
    }),
    createServiceFactory({
      service: coreServices.httpAuth,
      deps: {},
      factory: () => ({
        credentials: credentialsOfRequest,
        issueUserCookie: async () => ({ expiresAt: new Date(0) }),
      }),
    }),
    createServiceFactory({
      service: coreServices.permissions,
      deps: {},
      factory: () => ({
        authorize: async asked =>
          asked.map(() => ({ result: AuthorizeResult.ALLOW })),
        authorizeConditional: async asked =>
          asked.map(() => ({ result: AuthorizeResult.ALLOW })),
      }),
    }),
    createServiceFactory({
      service: coreServices.auditor,
      deps: {},
      factory: () => ({
        createEvent: async () => ({
          success: async () => undefined,
          fail: async () => undefined,
        }),
      }),
    }),
    createServiceFactory({
      service: coreServices.scheduler,
      deps: {},
      factory: () => ({
        // What runs by the clock runs when it is told to.
        scheduleTask: async ({ id, fn }) => {
          world.tasks.set(id, () => fn(new AbortController().signal));
        },
        triggerTask: async () => undefined,
        cancelTask: async () => undefined,
        createScheduledTaskRunner: () => ({ run: async () => undefined }),
        getScheduledTasks: async () => [],
      }),
    }),
    createServiceFactory({
      service: eventsServiceRef,
      deps: {},
      factory: () => ({
        publish: async () => undefined,
        subscribe: async () => undefined,
      }),
    }),
    createServiceFactory({
      service: notificationService,
      deps: {},
      factory: () => ({ send: async () => undefined }),
    }),
    createServiceFactory({
      service: catalogServiceRef,
      deps: {},
      factory: () => new InMemoryCatalogClient({ entities: entitiesOf() }),
    }),
  ];
}

function createLogger(complain: BareWorld['complain']): LoggerService {
  const say =
    (level: string) =>
    (message: string): void =>
      complain?.(`${level}: ${message}`);
  const logger: LoggerService = {
    error: say('error'),
    warn: say('warn'),
    info: () => undefined,
    debug: () => undefined,
    child: () => logger,
  };
  return logger;
}
