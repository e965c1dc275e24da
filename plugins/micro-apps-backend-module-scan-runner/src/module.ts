import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { microAppsAdaptersExtensionPoint } from '@micro-apps/plugin-micro-apps-node';
import { createScanRunner } from './createScanRunner';
import { readRunnerSettings } from './settings';

/** Runs scans in clean checkouts, started by the portal alone. @public */
export const microAppsModuleScanRunner = createBackendModule({
  pluginId: 'micro-apps',
  moduleId: 'scan-runner',
  register(env) {
    env.registerInit({
      deps: {
        adapters: microAppsAdaptersExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ adapters, config }) {
        const settings = await readRunnerSettings(config);
        adapters.setScanRunner(ports =>
          createScanRunner({ ...ports, settings }),
        );
      },
    });
  },
});
