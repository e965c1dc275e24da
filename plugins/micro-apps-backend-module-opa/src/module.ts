import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { microAppsAdaptersExtensionPoint } from '@micro-apps/plugin-micro-apps-node';
import { createEngine } from './createEngine';
import { readConfig } from './readConfig';

/**
 * Company rules: the shipped pack in this process, an OPA server, or the
 * organisation's own bundle.
 * @public
 */
export const microAppsModuleOpa = createBackendModule({
  pluginId: 'micro-apps',
  moduleId: 'opa',
  register(env) {
    env.registerInit({
      deps: {
        adapters: microAppsAdaptersExtensionPoint,
        config: coreServices.rootConfig,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init({ adapters, config, lifecycle, logger, scheduler }) {
        const { engine, refresh, stop } = await createEngine(
          readConfig(config),
          logger,
        );
        adapters.setPolicyEngine(engine);
        lifecycle.addShutdownHook(stop);
        if (!refresh) return;
        await scheduler.scheduleTask({
          id: 'micro-apps-policy-bundle',
          frequency: { seconds: refresh.everySeconds },
          timeout: { seconds: 60 },
          // Every instance has rules of its own.
          scope: 'local',
          fn: () => refresh.run(),
        });
      },
    });
  },
});
