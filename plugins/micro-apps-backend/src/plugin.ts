import { randomUUID } from 'node:crypto';
import {
  coreServices,
  createBackendPlugin,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { isResourcePermission } from '@backstage/plugin-permission-common';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import {
  MICRO_APPS_TOPIC,
  microAppsPermissions,
  type AppDetail,
} from '@micro-apps/plugin-micro-apps-common';
import {
  microAppsAdaptersExtensionPoint,
  microAppResourceRef,
  microAppRules,
  type MicroAppsAdapters,
} from '@micro-apps/plugin-micro-apps-node';
import { createApprovals } from './approvals/createApprovals';
import { auditRoutes } from './audit/auditRoutes';
import { createRouter } from './createRouter';
import { createDirectory } from './directory/Directory';
import { createFindActor } from './directory/findActor';
import { createEvidence } from './evidence/createEvidence';
import { createExceptions } from './exceptions/createExceptions';
import { createPromoteGate } from './gates/createPromoteGate';
import { createCatalogIntegrations } from './integrations/catalogIntegrations';
import { createDecidedIntegrations } from './integrations/decidedIntegrations';
import { APP_CHANGED } from './kernel/appEvents';
import { createPipeline, type Command } from './kernel/commands';
import { createDatabase } from './kernel/database';
import { openApiRoutes } from './kernel/openApiRoutes';
import { Outbox } from './kernel/outbox';
import { readSettings } from './kernel/readSettings';
import { createAuthoriser } from './permissions/createAuthoriser';
import { createAppIdOf } from './permissions/DatabaseAppIdOf';
import { readAppResources } from './permissions/DatabaseAppResource';
import { noRules } from './policy/noRules';
import { policyRoutes } from './policy/policyRoutes';
import { createProvisioning } from './flows/createProvisioning';
import { watchPolicy } from './flows/watchPolicy';
import type { AppRow } from './registry/AppStore';
import { createAppStore } from './registry/DatabaseAppStore';
import { registryRoutes } from './registry/registryRoutes';
import { createVendors } from './vendors/createVendors';
import { decidedVendors } from './vendors/DatabaseVendors';
import { detailOf } from './views/appDetail';
import { viewRoutes } from './views/viewRoutes';

type Adapters = {
  [K in keyof MicroAppsAdapters]?: Parameters<MicroAppsAdapters[K]>[0];
};

/** Keeps what modules plug in; the same socket twice is a mistake. */
function collectAdapters() {
  const given: Adapters = {};
  const setter =
    <K extends keyof MicroAppsAdapters>(name: K) =>
    (adapter: Adapters[K]) => {
      if (given[name]) {
        throw new Error(`Two modules answer ${name}; install only one`);
      }
      given[name] = adapter;
    };
  const adapters: MicroAppsAdapters = {
    setRepository: setter('setRepository'),
    setDeployment: setter('setDeployment'),
    setOAuthClients: setter('setOAuthClients'),
    setScanRunner: setter('setScanRunner'),
    setPolicyEngine: setter('setPolicyEngine'),
  };
  return { given, adapters };
}

/** The registry, approvals, evidence, audit and provisioning. @public */
export const microAppsPlugin = createBackendPlugin({
  pluginId: 'micro-apps',
  register(env) {
    const { given, adapters } = collectAdapters();
    env.registerExtensionPoint(microAppsAdaptersExtensionPoint, adapters);
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
      },
      async init(services) {
        const { auth, catalog, events, httpAuth, logger, lifecycle } = services;
        const settings = readSettings(services.config);

        const knex = await services.database.getClient();
        if (!services.database.migrations?.skip) {
          await knex.migrate.latest({
            directory: resolvePackagePath(
              '@micro-apps/plugin-micro-apps-backend',
              'migrations',
            ),
          });
        }
        const clock = () => new Date();
        const database = createDatabase(knex);
        const readResources = (ids: readonly string[]) =>
          readAppResources(knex, { ids, settings });
        services.permissionsRegistry.addResourceType({
          resourceRef: microAppResourceRef,
          permissions: microAppsPermissions.filter(permission =>
            isResourcePermission(permission),
          ),
          rules: Object.values(microAppRules),
          getResources: async refs => [...(await readResources(refs))],
        });
        services.permissionsRegistry.addPermissions(
          microAppsPermissions.filter(
            permission => !isResourcePermission(permission),
          ),
        );
        const outbox = new Outbox({ database, clock, logger });
        outbox.on(APP_CHANGED, async eventPayload => {
          await events.publish({ topic: MICRO_APPS_TOPIC, eventPayload });
        });

        const findActor = createFindActor({ catalog, auth, clock });
        const integrations = createDecidedIntegrations({
          described: createCatalogIntegrations({ catalog, auth, clock }),
          connection: knex,
          decisions: decidedVendors,
        });
        const policy = given.setPolicyEngine ?? noRules;
        const repository = given.setRepository;
        const oauthClients = given.setOAuthClients;
        const base = {
          database,
          outbox,
          clock,
          newId: randomUUID,
          logger,
          settings,
          findActor,
          integrations,
          apps: createAppStore(),
          pipeline: createPipeline({
            auth,
            httpAuth,
            authorise: createAuthoriser({
              permissions: services.permissions,
              rules:
                services.permissionsRegistry.getPermissionRuleset(
                  microAppResourceRef,
                ),
              readResource: async id => (await readResources([id]))[0],
            }),
            appIdOf: createAppIdOf(knex),
            findActor,
            clock,
          }),
          policy,
          gate: createPromoteGate({
            settings,
            integrations,
            policy,
            newId: randomUUID,
          }),
          repository,
          oauthClients,
          deployment: given.setDeployment,
          scanRunner:
            repository && given.setScanRunner?.({ repository, oauthClients }),
        };
        const approvals = createApprovals(base);
        const evidence = createEvidence(base);
        const exceptions = createExceptions({ ...base, approvals });
        const provisioning = createProvisioning(base);
        const vendors = createVendors({ ...base, approvals, provisioning });
        const deps = {
          ...base,
          approvals,
          provisioning,
          directory: createDirectory({ catalog, auth }),
        };
        services.httpRouter.use(
          createRouter(
            [
              router => openApiRoutes(router, base.pipeline),
              router =>
                registryRoutes(router, {
                  ...deps,
                  present: command => presented(command, deps),
                }),
              router => viewRoutes(router, deps),
              router => policyRoutes(router, deps),
              router => auditRoutes(router, deps),
              router => policyRoutes(router, deps),
              approvals.routes,
              evidence.routes,
              vendors.routes,
              exceptions.routes,
              provisioning.routes,
            ],
            { logger },
          ),
        );
        lifecycle.addStartupHook(async () => {
          outbox.start();
          await provisioning.start();
          // What cannot be told now is told by the task.
          await watchPolicy(deps).catch(error => {
            logger.warn(`Company rules could not be looked at: ${error}`);
          });
          await services.scheduler.scheduleTask({
            id: 'micro-apps-company-rules',
            frequency: { minutes: 1 },
            timeout: { minutes: 5 },
            fn: () => watchPolicy(deps),
          });
        });
        lifecycle.addShutdownHook(async () => {
          await Promise.all([outbox.stop(), provisioning.stop()]);
        });
      },
    });
  },
});

/** A command whose row is shown as the Risk tab shows it. */
function presented<T>(
  command: Command<T, AppRow>,
  deps: Parameters<typeof detailOf>[0],
): Command<T, AppDetail> {
  return {
    ...command,
    async run(context, input) {
      const row = await command.run(context, input);
      return row.ok ? await detailOf(deps, context, row.value) : row;
    },
  };
}
