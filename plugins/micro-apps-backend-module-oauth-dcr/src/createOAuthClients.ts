import type {
  OAuthClientPort,
  OAuthClientRequest,
} from '@micro-apps/plugin-micro-apps-node';
import { isRecord, request } from './request';
import { widerThanAsked } from './widerThanAsked';

const SUITE = 'micro-apps:';

/**
 * OAuth clients at a provider with RFC 7591 and RFC 7592, and two admin calls
 * that list and remove what a lost answer left behind.
 *
 * @param options - issuer without a trailing slash, both tokens, and the
 * longest wait for an answer in milliseconds
 * @public
 */
export function createOAuthClients(options: {
  issuer: string;
  initialAccessToken: string;
  adminToken: string;
  timeoutMs?: number;
}): OAuthClientPort {
  const issuer = options.issuer.replace(/\/+$/, '');
  const { initialAccessToken, adminToken, timeoutMs } = options;

  async function listWith(prefix: string) {
    const { status, body } = await request({
      url: `${issuer}/admin/clients?software_id_prefix=${encodeURIComponent(
        prefix,
      )}`,
      method: 'GET',
      token: adminToken,
      timeoutMs,
    });
    if (status !== 200 || !isRecord(body) || !Array.isArray(body.items)) {
      throw refusal('list the OAuth clients', status);
    }
    return body.items.filter(isRecord).flatMap(item => {
      const { client_id: clientId, software_id: softwareId } = item;
      return typeof clientId === 'string' && typeof softwareId === 'string'
        ? [{ clientId, softwareId }]
        : [];
    });
  }

  async function removeById(clientId: string) {
    const { status } = await request({
      url: `${issuer}/admin/clients/${encodeURIComponent(clientId)}`,
      method: 'DELETE',
      token: adminToken,
      timeoutMs,
    });
    if (status !== 204 && status !== 404) {
      throw refusal('remove the OAuth client', status);
    }
  }

  /**
   * What the provider knows. A scope of another system (a CRM, say) is granted
   * there, and asking this provider for it would fail the whole client.
   */
  async function supportedScopes(): Promise<ReadonlySet<unknown>> {
    const { status, body } = await request({
      url: `${issuer}/.well-known/openid-configuration`,
      method: 'GET',
      timeoutMs,
    });
    if (
      status !== 200 ||
      !isRecord(body) ||
      !Array.isArray(body.scopes_supported)
    ) {
      throw refusal('read what the identity provider supports', status);
    }
    return new Set(body.scopes_supported);
  }

  async function register(wanted: OAuthClientRequest) {
    const supported = await supportedScopes();
    const asked = {
      ...wanted,
      scopes: wanted.scopes.filter(scope => supported.has(scope)),
    };
    const earlier = await listWith(asked.softwareId);
    for (const client of earlier) {
      if (client.softwareId === asked.softwareId) {
        await removeById(client.clientId);
      }
    }
    const metadata = toMetadata(asked);
    const { status, body } = await request({
      url: `${issuer}/reg`,
      method: 'POST',
      token: initialAccessToken,
      body: metadata,
      timeoutMs,
    });
    if (status !== 201 || !isRecord(body)) {
      throw refusal('register the OAuth client', status);
    }
    const {
      client_id: clientId,
      registration_access_token: registrationAccessToken,
      registration_client_uri: registrationClientUri,
    } = body;
    const wider = widerThanAsked(metadata, body);
    if (
      wider.length > 0 ||
      typeof clientId !== 'string' ||
      typeof registrationAccessToken !== 'string' ||
      typeof registrationClientUri !== 'string' ||
      !registrationClientUri.startsWith(`${issuer}/`)
    ) {
      if (typeof clientId === 'string') await removeById(clientId);
      throw new Error(
        `The identity provider answered with something other than what was asked (${
          wider.join(', ') || 'client id or management address'
        }), so the OAuth client was removed. Check its registration policy.`,
      );
    }
    return { clientId, registrationAccessToken, registrationClientUri };
  }

  return {
    issuer,
    register,
    removeById,
    list: () => listWith(SUITE),
    async remove(client) {
      // A token must not be sent to an address of somebody else.
      if (!client.registrationClientUri.startsWith(`${issuer}/`)) {
        await removeById(client.clientId);
        return;
      }
      const { status } = await request({
        url: client.registrationClientUri,
        method: 'DELETE',
        token: client.registrationAccessToken,
        timeoutMs,
      });
      if (status === 204 || status === 404) return;
      // 401 is a client that is gone, or a token that is not valid any more;
      // the admin call makes sure in both cases.
      if (status === 401) await removeById(client.clientId);
      else throw refusal('remove the OAuth client', status);
    },
  };
}

function toMetadata(asked: OAuthClientRequest) {
  const withRefresh = asked.scopes.includes('offline_access');
  return {
    client_name: asked.clientName,
    software_id: asked.softwareId,
    micro_app: asked.appId,
    micro_app_environment: asked.environment,
    redirect_uris: asked.redirectUris,
    scope: asked.scopes.join(' '),
    jwks: asked.jwks,
    token_endpoint_auth_method: 'private_key_jwt',
    grant_types: withRefresh
      ? ['authorization_code', 'refresh_token']
      : ['authorization_code'],
    response_types: ['code'],
  };
}

function refusal(what: string, status: number): Error {
  const hint =
    status === 401 || status === 403
      ? 'Check the tokens in microApps.oauthDcr.'
      : 'Check its log, then try again.';
  return new Error(
    `The identity provider refused to ${what} (answer ${status}). ${hint}`,
  );
}
