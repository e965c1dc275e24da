import { randomBytes } from 'node:crypto';
import {
  coreServices,
  createBackendModule,
  type DatabaseService,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { eventsServiceFactory } from '@backstage/plugin-events-node';
import type { Integration, Registration } from '@micro-apps/governance-core';
import { SOME_INTEGRATIONS } from '@micro-apps/governance-core/testing';
import {
  ANNOTATION_HOSTS,
  ANNOTATION_MINIMUM_CLASS,
  ANNOTATION_PRE_AUTHORISED,
  ANNOTATION_PRIVILEGED,
  ANNOTATION_SCOPE_NAME,
  ANNOTATION_SDK_PACKAGES,
  ANNOTATION_SUBJECT,
  ANNOTATION_VENDOR_KIND,
} from '@micro-apps/plugin-micro-apps-common';
import { microAppsAdaptersExtensionPoint } from '@micro-apps/plugin-micro-apps-node';
import type { Knex } from 'knex';
import { signDelivery } from '@micro-apps/plugin-micro-apps-node';
import request from 'supertest';
import { SECRETS, startIssuer } from '../../__testUtils__';
import { ONE_RULE } from '../../__testUtils__/oneRule';
import { createFakePorts, passingResults } from '../../flows/testing';
import { microAppsPlugin } from '../../plugin';
import { fileOf } from '../../registry/repositories/__testUtils__/repositorySteps';

/** People, groups and integrations as the software catalog holds them. */
const ENTITIES: readonly Entity[] = [
  group('product'),
  group('security-reviewers'),
  person('maya', 'product'),
  person('rita', 'product'),
  person('sam', 'security-reviewers'),
  person('sue', 'security-reviewers'),
  group('privacy-office'),
  person('pat', 'privacy-office'),
  ...SOME_INTEGRATIONS.map(entityOf),
];

/** A person, or another plugin, who sends requests. */
export interface Caller {
  send(
    method: 'get' | 'post' | 'put',
    path: string,
    body?: object,
  ): Promise<request.Response>;
}

/** The plugin in a real backend process, with made-up neighbours. */
export async function startPortal(knex: Knex) {
  const ports = createFakePorts();
  let database: DatabaseService | undefined;
  const adapters = createBackendModule({
    pluginId: 'micro-apps',
    moduleId: 'fake-adapters',
    register(env) {
      env.registerInit({
        deps: {
          adapters: microAppsAdaptersExtensionPoint,
          database: coreServices.database,
        },
        async init(deps) {
          database = deps.database;
          deps.adapters.setPolicyEngine(ONE_RULE);
          deps.adapters.setRepository(ports.repository);
          deps.adapters.setDeployment(ports.deployment);
          deps.adapters.setOAuthClients(ports.oauthClients);
          deps.adapters.setDisposition(ports.disposition);
          deps.adapters.setScanRunner(() => ({
            run: async ({ registration }) => passingResults(registration),
          }));
        },
      });
    },
  });
  const issuer = await startIssuer();
  const scheduler = mockServices.scheduler();
  const files: Entity[] = [];
  const catalog = () =>
    catalogServiceMock({ entities: [...ENTITIES, ...files] });
  const backend = await startTestBackend({
    features: [
      microAppsPlugin,
      adapters,
      eventsServiceFactory,
      mockServices.database.factory({ knex }),
      mockServices.httpAuth.factory({
        defaultCredentials: mockCredentials.none(),
      }),
      createServiceFactory({
        service: coreServices.scheduler,
        deps: {},
        factory: () => scheduler,
      }),
      catalogServiceMock.mock({
        getEntityByRef: async (...asked) => catalog().getEntityByRef(...asked),
        getEntitiesByRefs: async (...asked) =>
          catalog().getEntitiesByRefs(...asked),
        queryEntities: async (...asked) => catalog().queryEntities(...asked),
      }).factory,
      mockServices.rootConfig.factory({
        data: {
          microApps: {
            administrators: ['group:default/security-reviewers'],
            approvers: {
              security: ['group:default/security-reviewers'],
              it: ['group:default/security-reviewers'],
              privacy: ['group:default/privacy-office'],
            },
            credentials: { key: randomBytes(32).toString('base64') },
            webhooks: [
              {
                id: 'siem',
                url: 'https://siem.example.com/',
                secret: 's'.repeat(32),
                events: ['policy.changed'],
              },
            ],
            ...issuer.config,
          },
        },
      }),
    ],
  });
  const caller = (
    authorization: string,
    sign: (body: string) => Readonly<Record<string, string>> = () => ({}),
  ): Caller => ({
    async send(method, path, body) {
      const url = `/api/micro-apps${path}`;
      const asked = request(backend.server)
        [method](url)
        .set('authorization', authorization)
        .set(sign(JSON.stringify(body ?? {})));
      return method === 'get' ? await asked : await asked.send(body ?? {});
    },
  });
  const user = (name: string) =>
    caller(mockCredentials.user.header(`user:default/${name}`));
  return {
    /** The registry's own database. */
    async knex() {
      if (!database) throw new Error('The portal has not started');
      return await database.getClient();
    },
    async stop() {
      await backend.stop();
      await issuer.goAway();
    },
    /** A run of a pipeline; its claims can be changed. */
    pipeline: async (claims: Parameters<typeof issuer.token>[0]) =>
      caller(`Bearer ${await issuer.token(claims)}`),
    /** A scanner that signs what it sends. */
    scanner: caller('', body =>
      signDelivery({ body, id: 'd-1', secrets: SECRETS, at: new Date() }),
    ),
    /** A file in a repository describes Maya's app; the registry looks at it. */
    async look(changes: Partial<Registration> = {}) {
      files.splice(0, 1, fileOf(changes));
      await scheduler.triggerTask('micro-apps-repositories');
    },
    /** An app keeps something whose time was over long ago; it is looked at. */
    async keepsOldData(appId: string) {
      ports.world.kept.set(`${appId}:beta:old`, 'old');
      if (!database) throw new Error('The portal has not started');
      const client = await database.getClient();
      await client('micro_apps_retention_looks')
        .insert({ app_id: appId, due_at: new Date().toISOString() })
        .onConflict('app_id')
        .merge();
      await scheduler.triggerTask('micro-apps-retention');
      await client('micro_apps_kept_things')
        .where({ app_id: appId, name: 'old' })
        .update({ received_at: '2020-01-01T00:00:00.000Z' });
    },
    /** The directory is asked for owners whose turn it is. */
    lookUpOwners: () => scheduler.triggerTask('micro-apps-owners'),
    maya: user('maya'),
    sam: user('sam'),
    sue: user('sue'),
    pat: user('pat'),
    nobody: caller(mockCredentials.none.header()),
    catalog: caller(
      mockCredentials.service.header({
        onBehalfOf: mockCredentials.service('plugin:catalog'),
        targetPluginId: 'micro-apps',
      }),
    ),
  };
}

function group(name: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name, namespace: 'default' },
    spec: { type: 'team', children: [] },
  };
}

function person(name: string, team: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: {
      name,
      namespace: 'default',
      annotations: { [ANNOTATION_SUBJECT]: `sub-${name}` },
    },
    spec: { memberOf: [team] },
    relations: [{ type: 'memberOf', targetRef: `group:default/${team}` }],
  };
}

function entityOf(integration: Integration): Entity {
  const { kind, name, title, vendorKind } = integration;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name: name.replace(':', '-'),
      namespace: 'default',
      title,
      annotations: {
        [ANNOTATION_SCOPE_NAME]: name,
        [ANNOTATION_MINIMUM_CLASS]: integration.minimumClass,
        [ANNOTATION_PRIVILEGED]: String(integration.privileged),
        [ANNOTATION_PRE_AUTHORISED]: String(integration.preAuthorised),
        [ANNOTATION_HOSTS]: integration.hosts.join(','),
        [ANNOTATION_SDK_PACKAGES]: integration.sdkPackages.join(','),
        ...(vendorKind && { [ANNOTATION_VENDOR_KIND]: vendorKind }),
      },
    },
    spec: { type: kind === 'vendor' ? 'vendor' : 'oauth-scope' },
  };
}
