import type {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { MicroAppsClient } from '@micro-apps/plugin-micro-apps-common';

/** Opens the registry on behalf of the person who runs the template. */
export type Connect = (credentials: BackstageCredentials) => MicroAppsClient;

/**
 * The registry's client for template actions. A fresh token is taken for every
 * call, because a long template run can outlive one token.
 */
export function registryAs(services: {
  auth: AuthService;
  discovery: DiscoveryService;
}): Connect {
  return credentials =>
    new MicroAppsClient({
      discoveryApi: services.discovery,
      fetchApi: {
        fetch: async (input, init) => {
          const { token } = await services.auth.getPluginRequestToken({
            onBehalfOf: credentials,
            targetPluginId: 'micro-apps',
          });
          const headers = new Headers(init?.headers);
          headers.set('authorization', `Bearer ${token}`);
          return fetch(input, { ...init, headers });
        },
      },
    });
}
