import { randomUUID } from 'node:crypto';
import {
  coreServices,
  createBackendPlugin,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { isResourcePermission } from '@backstage/plugin-permission-common';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import {
  MICRO_APPS_EVENTS_TOPIC,
  MICRO_APPS_TOPIC,
  microAppsPermissions,
  type AppDetail,
} from '@micro-apps/plugin-micro-apps-common';
import {
  microAppsAdaptersExtensionPoint,
  microAppResourceRef,
  microAppRules,
} from '@micro-apps/plugin-micro-apps-node';
import { createApprovals } from './approvals/createApprovals';
import { auditRoutes } from './audit/auditRoutes';
import { mirrorAudit } from './audit/mirrorAudit';
import { createRefusedDecisions } from './audit/refusedDecisions';
import { createContainment } from './containment/createContainment';
import { collectAdapters } from './collectAdapters';
import { createRouter } from './createRouter';
import { createRuleModes } from './ruleModes/createRuleModes';
import { scheduleTasks } from './scheduleTasks';
import { createDirectory } from './directory/Directory';
import { createFindActor } from './directory/findActor';
import { createFindPersons } from './directory/findPersons';
import { createMembersOf } from './directory/membersOf';
import { createEvidence } from './evidence/createEvidence';
import { createExceptions } from './exceptions/createExceptions';
import { createRetention } from './retention/createRetention';
import { createRetirement } from './retirement/createRetirement';
import { createIncidents } from './incidents/createIncidents';
import { MACHINES_PATHS } from './evidence/intake/intakeRoutes';
import { createPromoteGate } from './gates/createPromoteGate';
import { createCatalogIntegrations } from './integrations/catalogIntegrations';
import { createDecidedIntegrations } from './integrations/decidedIntegrations';
import { APP_CHANGED } from './kernel/appEvents';
import { HAPPENED, readEvent } from './kernel/auditEvents';
import { createPipeline, type Command } from './kernel/commands';
import { createDatabase } from './kernel/database';
import { createDatabaseClock } from './kernel/DatabaseClock';
import { migrate } from './kernel/migrate';
import { openApiRoutes } from './kernel/openApiRoutes';
import { Outbox } from './kernel/outbox';
import { readSettings } from './kernel/readSettings';
import { readStatus } from './kernel/readStatus';
import { statusRoutes } from './kernel/statusRoutes';
import { createNotices } from './notices/createNotices';
import { readNoticeSettings } from './notices/readNoticeSettings';
import { createAuthoriser } from './permissions/createAuthoriser';
import { createAppIdOf } from './permissions/DatabaseAppIdOf';
import { readAppResources } from './permissions/DatabaseAppResource';
import { createIsolation } from './permissions/DatabaseIsolation';
import { noRules } from './policy/noRules';
import { readRuleSwitches } from './policy/DatabaseRuleSwitches';
import { policyRoutes } from './policy/policyRoutes';
import { createSwitchedRules } from './policy/switchedRules';
import { personRoutes } from './flows/personRoutes';
import { rolloutRoutes } from './rollout/rolloutRoutes';
import { createProvisioning } from './flows/createProvisioning';
import { deliveryRoutes } from './flows/deliveryRoutes';
import { watchPolicy } from './flows/watchPolicy';
import type { AppRow } from './registry/AppStore';
import { createAppStore } from './registry/DatabaseAppStore';
import { registryRoutes } from './registry/registryRoutes';
import { createVendors } from './vendors/createVendors';
import { decidedVendors } from './vendors/DatabaseVendors';
import { createRepositoryFiles } from './registry/repositories/repositoryFiles';
import { createReviews } from './reviews/createReviews';
import { createSuccession } from './succession/createSuccession';
import { createHasLeft } from './succession/DatabaseLeavers';
import { endSearch } from './succession/endSearch';
import { detailOf } from './views/appDetail';
import { createCatalogVisibility } from './views/catalogVisibility';
import { numbersRoutes } from './views/numbers/numbersRoutes';
import { viewRoutes } from './views/viewRoutes';
import { createWebhooks } from './webhooks/createWebhooks';
import { readWebhooks } from './webhooks/readWebhooks';

/** The registry, approvals, evidence, audit and provisioning. @public */
export const microAppsPlugin = createBackendPlugin({
  pluginId: 'micro-apps',
  register(env) {
    const { given, adapters } = collectAdapters();
    env.registerExtensionPoint(microAppsAdaptersExtensionPoint, adapters);
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
      },
      async init(services) {
        const { auth, catalog, events, httpAuth, logger, lifecycle } = services;
        const settings = readSettings(services.config);
        const status = readStatus(services.config, { settings, logger });
        const receivers = readWebhooks(services.config);
        const noticeSettings = readNoticeSettings(services.config);

        const knex = await services.database.getClient();
        if (!services.database.migrations?.skip) {
          await migrate(knex, {
            directory: resolvePackagePath(
              '@micro-apps/plugin-micro-apps-backend',
              'migrations',
            ),
            logger,
          });
        }
        const database = createDatabase(knex);
        const databaseClock = createDatabaseClock({ database, logger });
        await databaseClock.measure();
        const clock = databaseClock.now;
        services.permissionsRegistry.addResourceType({
          resourceRef: microAppResourceRef,
          permissions: microAppsPermissions.filter(permission =>
            isResourcePermission(permission),
          ),
          rules: Object.values(microAppRules),
          getResources: async ids => [
            ...(await readAppResources(knex, { ids, settings })),
          ],
        });
        services.permissionsRegistry.addPermissions(
          microAppsPermissions.filter(
            permission => !isResourcePermission(permission),
          ),
        );
        const outbox = new Outbox({ database, clock, logger });
        // What happened is told to others in a lane of its own, many at once.
        const telling = new Outbox({ database, clock, logger, atOnce: 50 });
        telling.on(APP_CHANGED, async eventPayload => {
          await events.publish({ topic: MICRO_APPS_TOPIC, eventPayload });
        });

        const findActor = createFindActor({
          catalog,
          auth,
          clock,
          hasLeft: createHasLeft(knex),
        });
        const integrations = createDecidedIntegrations({
          described: createCatalogIntegrations({ catalog, auth, clock }),
          connection: knex,
          decisions: decidedVendors,
        });
        const policy = createSwitchedRules(
          given.setPolicyEngine ?? noRules,
          () => readRuleSwitches(knex),
        );
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
              readResource: async (id, asker) =>
                (
                  await readAppResources(knex, { ids: [id], settings, asker })
                )[0],
            }),
            appIdOf: createAppIdOf(knex),
            isolation: createIsolation(knex, settings),
            findActor,
            noteRefused: createRefusedDecisions({
              database,
              findActor,
              clock,
            }),
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
          disposition: given.setDisposition,
          scanRunner:
            repository && given.setScanRunner?.({ repository, oauthClients }),
        };
        const webhooks = createWebhooks(base, {
          webhooks: receivers,
          baseUrl: services.config.getOptionalString('app.baseUrl') ?? '',
        });
        telling.on(HAPPENED, async eventPayload => {
          const event = readEvent(eventPayload);
          if (receivers.length > 0) {
            await database.transaction(tx => webhooks.note(tx, event));
          }
          await events.publish({
            topic: MICRO_APPS_EVENTS_TOPIC,
            eventPayload,
          });
        });
        const membersOf = createMembersOf({ catalog, auth });
        const notices = createNotices({
          ...base,
          membersOf,
          notices: noticeSettings,
          notifications: services.notifications,
        });
        mirrorAudit({ ...base, outbox: telling }, services.auditor);
        const approvals = createApprovals(base);
        const evidence = createEvidence(base);
        const exceptions = createExceptions({ ...base, approvals });
        const provisioning = createProvisioning(base);
        const containment = createContainment({ ...base, provisioning });
        const vendors = createVendors({ ...base, approvals, provisioning });
        const { affectedApps } = vendors;
        const incidents = createIncidents({
          ...base,
          affectedApps,
          containment,
        });
        const ruleModes = createRuleModes(base);
        const retention = createRetention(base);
        const retirement = createRetirement({
          ...base,
          approvals,
          containment,
          exceptions,
          provisioning,
          retention,
          endSearch,
        });
        const deps = {
          ...base,
          approvals,
          provisioning,
          directory: createDirectory({ catalog, auth }),
          visibility: createCatalogVisibility({ catalog, auth }),
          repositoryFiles: createRepositoryFiles({ catalog, auth }),
          endSearch,
        };
        const reviews = createReviews({ ...base, approvals });
        const succession = createSuccession({
          ...deps,
          findPersons: createFindPersons({ catalog, auth }),
        });
        // Pipelines and scanners prove who they are in their own way.
        for (const path of MACHINES_PATHS) {
          services.httpRouter.addAuthPolicy({ path, allow: 'unauthenticated' });
        }
        services.httpRouter.use(
          createRouter(
            [
              router => openApiRoutes(router, base.pipeline),
              router => statusRoutes(router, base, status),
              router =>
                registryRoutes(router, {
                  ...deps,
                  present: command => presented(command, deps),
                }),
              router => viewRoutes(router, deps),
              router => policyRoutes(router, deps),
              ruleModes.routes,
              router => auditRoutes(router, deps),
              router =>
                deliveryRoutes(router, {
                  ...deps,
                  webhookIds: receivers.map(({ id }) => id),
                }),
              router => personRoutes(router, deps),
              router => numbersRoutes(router, deps),
              router => rolloutRoutes(router, deps),
              approvals.routes,
              evidence.routes,
              vendors.routes,
              exceptions.routes,
              incidents.routes,
              containment.routes,
              retention.routes,
              retirement.routes,
              reviews.routes,
              succession.routes,
              provisioning.routes,
            ],
            { logger },
          ),
        );
        lifecycle.addStartupHook(async () => {
          outbox.start();
          telling.start();
          ruleModes.start();
          await webhooks.start();
          await notices.start();
          await provisioning.start();
          retention.start();
          // What cannot be told now is told by the task.
          await watchPolicy(deps).catch(error => {
            logger.warn(`Company rules could not be looked at: ${error}`);
          });
          await scheduleTasks(services.scheduler, {
            ...deps,
            containment,
            databaseClock,
            membersOf,
            notices,
            retention,
            reviews,
            succession,
          });
        });
        lifecycle.addShutdownHook(async () => {
          await Promise.all(
            [
              ...[outbox, telling, ruleModes, webhooks],
              ...[notices, provisioning, retention],
            ].map(each => each.stop()),
          );
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
  // That is told of many in one call, and this is about one.
  const { refusedIn: _, ...one } = command;
  return {
    ...one,
    async run(context, input) {
      const row = await command.run(context, input);
      return row.ok
        ? await detailOf(deps, context, row.value, { isWritten: true })
        : row;
    },
  };
}
