import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { transitiveGroups } from '@micro-apps/plugin-micro-apps-node';
import { approverGroups, refs } from './approverGroups';
import { MicroAppsPermissionPolicy } from './MicroAppsPermissionPolicy';

/**
 * Installs the shipped permission policy.
 * @public
 */
export const permissionModuleMicroApps = createBackendModule({
  pluginId: 'permission',
  moduleId: 'micro-apps',
  register(env) {
    env.registerInit({
      deps: {
        policy: policyExtensionPoint,
        config: coreServices.rootConfig,
        auth: coreServices.auth,
        userInfo: coreServices.userInfo,
        catalog: catalogServiceRef,
      },
      async init({ policy, config, auth, userInfo, catalog }) {
        policy.setPolicy(
          new MicroAppsPermissionPolicy({
            approverGroups: approverGroups(config),
            administratorGroups: refs(
              config.getOptionalStringArray('microApps.administrators'),
            ),
            auditorGroups: refs(
              config.getOptionalStringArray('microApps.audit.auditors'),
            ),
            userRefOf: async credentials =>
              (await userInfo.getUserInfo(credentials)).userEntityRef,
            groupsOf: async userRef =>
              (await transitiveGroups({
                catalog,
                credentials: await auth.getOwnServiceCredentials(),
                userRef,
              })) ?? new Set(),
          }),
        );
      },
    });
  },
});
