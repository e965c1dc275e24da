import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { MICRO_APPS_TOPIC } from '@micro-apps/plugin-micro-apps-common';
import { MicroAppsEntityProvider } from './MicroAppsEntityProvider';
import { MicroAppsProcessor } from './MicroAppsProcessor';
import { readRegistry } from './readRegistry';
import { RepositoryApps } from './RepositoryApps';

/** How often everything is compared, in case an event was lost. */
const FULL_SYNC_MINUTES = 10;

/**
 * Shows the registry's apps in the catalog and keeps computed annotations
 * out of the hands of YAML files.
 * @public
 */
export const catalogModuleMicroApps = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'micro-apps',
  register(env) {
    env.registerInit({
      deps: {
        catalog: catalogProcessingExtensionPoint,
        events: eventsServiceRef,
        auth: coreServices.auth,
        discovery: coreServices.discovery,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init(deps) {
        const repositoryApps = new RepositoryApps();
        const provider = new MicroAppsEntityProvider({
          registry: readRegistry(deps),
          repositoryApps,
          logger: deps.logger,
        });
        deps.catalog.addEntityProvider(provider);
        deps.catalog.addProcessor(new MicroAppsProcessor(repositoryApps));
        await deps.events.subscribe({
          id: 'catalog-micro-apps',
          topics: [MICRO_APPS_TOPIC],
          onEvent: async event => provider.onEvent(event.eventPayload),
        });
        deps.lifecycle.addStartupHook(async () => {
          await deps.scheduler.scheduleTask({
            id: 'micro-apps-full-sync',
            frequency: { minutes: FULL_SYNC_MINUTES },
            timeout: { minutes: 2 },
            // The registry answers a moment after the plugins have started.
            initialDelay: { seconds: 2 },
            fn: () => provider.syncAll(),
          });
        });
      },
    });
  },
});
