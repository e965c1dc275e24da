import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { transitiveGroups } from '@micro-apps/plugin-micro-apps-node';
import { MicroAppsPermissionPolicy } from './MicroAppsPermissionPolicy';

function refs(list: string[] | undefined): string[] {
  return (list ?? []).map(ref => ref.toLocaleLowerCase('en-US'));
}

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
        const roles = ['security', 'privacy', 'it'].flatMap(role =>
          refs(config.getOptionalStringArray(`microApps.approvers.${role}`)),
        );
        policy.setPolicy(
          new MicroAppsPermissionPolicy({
            approverGroups: roles,
            administratorGroups: refs(
              config.getOptionalStringArray('microApps.administrators'),
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
