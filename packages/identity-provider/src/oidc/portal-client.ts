import type { ClientMetadata } from 'oidc-provider';
import type { Settings } from '../settings.ts';

/** The portal's client id. */
export const portalClientId = 'micro-apps-portal';

/** The portal itself: the one client that is not registered by anybody. */
export function portalClient(settings: Settings): ClientMetadata {
  return {
    client_id: portalClientId,
    client_name: 'the developer portal',
    client_secret: settings.portalClientSecret,
    redirect_uris: [`${settings.portalUrl}/api/auth/oidc/handler/frame`],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_basic',
    scope: 'openid offline_access profile email roles',
  };
}
