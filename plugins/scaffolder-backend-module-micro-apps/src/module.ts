import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createConfirmAction } from './actions/confirm';
import { createRepositoryAction } from './actions/createRepository';
import { createSandboxAction } from './actions/createSandbox';
import { createRegisterAction } from './actions/register';
import { registryAs } from './registryAs';

/**
 * Template actions that register and provision micro apps, as the person who
 * runs the template.
 * @public
 */
export const scaffolderModuleMicroApps = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'micro-apps',
  register(env) {
    env.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        auth: coreServices.auth,
        discovery: coreServices.discovery,
      },
      async init({ actions, auth, discovery }) {
        const connect = registryAs({ auth, discovery });
        actions.addActions(
          createRegisterAction(connect),
          createRepositoryAction(connect),
          createSandboxAction(connect),
          createConfirmAction(connect),
        );
      },
    });
  },
});
