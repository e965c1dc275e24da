import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { microAppsAdaptersExtensionPoint } from '@micro-apps/plugin-micro-apps-node';
import { createLocalDeployment } from './deployment/createLocalDeployment';
import { createLocalDisposition } from './deployment/createLocalDisposition';
import { createLocalRepository } from './repository/createLocalRepository';

/** Repositories and running copies on this computer. @public */
export const microAppsModuleSandboxLocal = createBackendModule({
  pluginId: 'micro-apps',
  moduleId: 'sandbox-local',
  register(env) {
    env.registerInit({
      deps: {
        adapters: microAppsAdaptersExtensionPoint,
        config: coreServices.rootConfig,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
      },
      async init({ adapters, config, lifecycle, logger }) {
        const root = config.getString('microApps.sandboxLocal.root');
        const issuer =
          config.getOptionalString('microApps.oauthDcr.issuer') ??
          'http://localhost:7010';
        const repository = await createLocalRepository({ root });
        const deployment = await createLocalDeployment({
          root,
          repository,
          issuer,
          firstPort: config.getOptionalNumber(
            'microApps.sandboxLocal.firstPort',
          ),
          registry: config.getOptionalString('microApps.sandboxLocal.registry'),
        });
        adapters.setRepository(repository);
        adapters.setDeployment(deployment);
        adapters.setDisposition(createLocalDisposition({ root, deployment }));
        lifecycle.addStartupHook(async () => {
          const failed = await deployment.recover();
          for (const sentence of failed) logger.warn(sentence);
        });
        lifecycle.addShutdownHook(() => deployment.shutdown());
      },
    });
  },
});
