import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { microAppsAdaptersExtensionPoint } from '@micro-apps/plugin-micro-apps-node';
import { createOAuthClients } from './createOAuthClients';

/** Registers OAuth clients of micro apps by RFC 7591. @public */
export const microAppsModuleOAuthDcr = createBackendModule({
  pluginId: 'micro-apps',
  moduleId: 'oauth-dcr',
  register(env) {
    env.registerInit({
      deps: {
        adapters: microAppsAdaptersExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ adapters, config }) {
        adapters.setOAuthClients(
          createOAuthClients({
            issuer:
              config.getOptionalString('microApps.oauthDcr.issuer') ??
              'http://localhost:7010',
            initialAccessToken: config.getString(
              'microApps.oauthDcr.initialAccessToken',
            ),
            adminToken: config.getString('microApps.oauthDcr.adminToken'),
          }),
        );
      },
    });
  },
});
