import { randomBytes } from 'node:crypto';
import {
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  notificationService,
  type NotificationSendOptions,
} from '@backstage/plugin-notifications-node';
import {
  AuthorizeResult,
  type Permission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  microAppsAdaptersExtensionPoint,
  type PolicyEnginePort,
  type ScanRunnerPort,
} from '@micro-apps/plugin-micro-apps-node';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import request from 'supertest';
import { createFakePorts, type FakePorts } from '../flows/testing';
import { microAppsPlugin } from '../plugin';
import {
  ADMINISTRATORS,
  createCompany,
  IT_LEADS,
  PRIVACY,
  SECURITY,
  type Company,
} from './company';
import { useDatabases } from './databases';

const BASE = '/api/micro-apps/v1';

/** One caller of the REST API. */
export interface Caller {
  get(path: string): request.Test;
  post(path: string, body?: object | string): request.Test;
  put(path: string, body?: object | string): request.Test;
  /** A POST whose headers and body are the test's own business. */
  raw(path: string): request.Test;
}

/** What a test needs of a portal, wherever that runs, to take steps in it. */
export interface PortalFace {
  readonly knex: Knex;
  /** A person who is signed in; `actor` is the service that acts for her. */
  as(ref: string, options?: { actor?: string }): Caller;
}

/** The real plugin behind HTTP, with a database and a world in memory. */
export interface Portal extends PortalFace {
  readonly company: Company;
  readonly world: FakePorts['world'];
  readonly scanRunner: { run: jest.MockedFunction<ScanRunnerPort['run']> };
  /** Ids of everything that is scheduled. */
  tasks(): Promise<readonly string[]>;
  /** Does one scheduled task now. */
  run(task: string): Promise<void>;
  /** What was put into people's inboxes. */
  readonly told: readonly NotificationSendOptions[];
  /** A caller with this bearer token, or none. */
  withToken(token: string | undefined): Caller;
}

/** What a test changes of the portal. */
export interface PortalOptions {
  /** Another instance on the database of an earlier one. */
  readonly knex?: Knex;
  readonly company?: Company;
  /** Merged into `microApps` of the configuration. */
  readonly microApps?: JsonObject;
  /** The rest of the configuration. */
  readonly root?: JsonObject;
  /** Names of permissions that the portal's policy denies to everybody. */
  readonly denied?: readonly string[];
  /** The portal's policy; what it says nothing about, `denied` decides. */
  readonly permitted?: (permission: Permission) => PolicyDecision | undefined;
  readonly policy?: PolicyEnginePort;
}

/**
 * Starts portals for the tests of a file and stops them after each test.
 * Call it once, at the top of the file.
 */
export function usePortals() {
  // Work that is noted for later is looked at once a second.
  jest.setTimeout(60_000);
  const databases = useDatabases();
  const running: { stop(): Promise<void> }[] = [];
  // Instances on one database have one world around them.
  const worlds = new WeakMap<Knex, FakePorts>();
  afterEach(async () => {
    await Promise.all(running.splice(0).map(backend => backend.stop()));
  });
  return async function start(options: PortalOptions = {}): Promise<Portal> {
    const knex = options.knex ?? (await databases.init());
    const company = options.company ?? createCompany();
    const ports = worlds.get(knex) ?? createFakePorts();
    worlds.set(knex, ports);
    const told: NotificationSendOptions[] = [];
    const run: Portal['scanRunner']['run'] = jest.fn();
    run.mockResolvedValue([]);
    const scanRunner = { run };
    const scheduler = mockServices.scheduler();
    const backend = await startTestBackend({
      features: [
        microAppsPlugin,
        adapters(ports, scanRunner, options.policy),
        company.catalog.factory,
        inboxes(told),
        mockServices.rootConfig.factory({ data: configOf(options) }),
        mockServices.rootLogger.factory({ level: 'none' }),
        mockServices.database.factory({ knex }),
        mockServices.httpAuth.factory({
          defaultCredentials: mockCredentials.none(),
        }),
        permissionsOf(options),
        createServiceFactory({
          service: coreServices.scheduler,
          deps: {},
          factory: () => scheduler,
        }),
      ],
    });
    running.push(backend);
    const caller = (token: string | undefined): Caller => {
      const send = (method: 'get' | 'post' | 'put', path: string) => {
        const asked = request(backend.server)[method](`${BASE}${path}`);
        return token ? asked.set('authorization', `Bearer ${token}`) : asked;
      };
      const sendBody = (
        method: 'post' | 'put',
        path: string,
        body: object | string = {},
      ) => send(method, path).type('json').send(body);
      return {
        get: path => send('get', path),
        post: (path, body) => sendBody('post', path, body),
        put: (path, body) => sendBody('put', path, body),
        raw: path => send('post', path),
      };
    };
    return {
      knex,
      company,
      scanRunner,
      tasks: async () =>
        (await scheduler.getScheduledTasks()).map(({ id }) => id),
      run: task => scheduler.triggerTask(task),
      told,
      world: ports.world,
      withToken: caller,
      as: (ref, { actor } = {}) =>
        caller(
          ascii(
            mockCredentials.user.token(
              ref,
              actor ? { actor: { subject: actor } } : undefined,
            ),
          ),
        ),
    };
  };
}

/** Backstage's notifications, as far as what goes in. */
function inboxes(told: NotificationSendOptions[]) {
  return createServiceFactory({
    service: notificationService,
    deps: {},
    factory: () => ({
      async send(options) {
        told.push(options);
      },
    }),
  });
}

function configOf({ microApps, root }: PortalOptions): JsonObject {
  return {
    ...root,
    microApps: {
      approvers: {
        security: [`group:default/${SECURITY}`],
        privacy: [`group:default/${PRIVACY}`],
        it: [`group:default/${ADMINISTRATORS}`],
        itLead: [`group:default/${IT_LEADS}`],
      },
      administrators: [`group:default/${ADMINISTRATORS}`],
      credentials: { key: randomBytes(32).toString('base64') },
      ...microApps,
    },
  };
}

function adapters(
  ports: FakePorts,
  scanRunner: ScanRunnerPort,
  policy: PolicyEnginePort | undefined,
) {
  return createBackendModule({
    pluginId: 'micro-apps',
    moduleId: 'fake-adapters',
    register(env) {
      env.registerInit({
        deps: { sockets: microAppsAdaptersExtensionPoint },
        async init({ sockets }) {
          sockets.setRepository(ports.repository);
          sockets.setDeployment(ports.deployment);
          sockets.setOAuthClients(ports.oauthClients);
          sockets.setDisposition(ports.disposition);
          sockets.setScanRunner(() => scanRunner);
          if (policy) sockets.setPolicyEngine(policy);
        },
      });
    },
  });
}

/** A portal whose permission policy the test writes. */
function permissionsOf({ denied = [], permitted }: PortalOptions) {
  const decide = (permission: Permission): PolicyDecision =>
    permitted?.(permission) ?? {
      result: denied.includes(permission.name)
        ? AuthorizeResult.DENY
        : AuthorizeResult.ALLOW,
    };
  return mockServices.permissions.mock({
    authorize: async asked =>
      asked.map(({ permission }) => {
        const { result } = decide(permission);
        // As the framework does it for what is about no resource.
        return {
          result:
            result === AuthorizeResult.CONDITIONAL
              ? AuthorizeResult.DENY
              : result,
        };
      }),
    authorizeConditional: async asked =>
      asked.map(({ permission }) => decide(permission)),
  }).factory;
}

/** The mock token is JSON in a header, which takes plain characters only. */
function ascii(json: string): string {
  return json.replace(
    /[^ -~]/g,
    letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
