import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  authProvidersExtensionPoint,
  createOAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import { oidcAuthenticator } from '@backstage/plugin-auth-backend-module-oidc-provider';
import { subjectMatchingUserEntityAnnotation } from './subjectMatchingUserEntityAnnotation';

/**
 * Sign-in through the company's identity provider. It stands in for the stock
 * OIDC module, whose resolvers know people by their e-mail address only.
 */
export default createBackendModule({
  pluginId: 'auth',
  moduleId: 'micro-apps-oidc',
  register(reg) {
    reg.registerInit({
      deps: { providers: authProvidersExtensionPoint },
      async init({ providers }) {
        providers.registerProvider({
          providerId: 'oidc',
          factory: createOAuthProviderFactory({
            authenticator: oidcAuthenticator,
            // In code, not in app-config: no setting can weaken it.
            signInResolver: subjectMatchingUserEntityAnnotation,
          }),
        });
      },
    });
  },
});
