import { errors, type Client, type ResourceServer } from 'oidc-provider';
import { peopleAudience, peopleScopes } from './scopes.ts';

/** Seconds that an access token lives; long enough for one visit to an app. */
export const accessTokenLifetime = 1800;

/**
 * The people API as a protected resource (RFC 8707). Its tokens are opaque, so
 * that deleting a client ends them at once.
 *
 * @throws errors.InvalidTarget for any other resource, and for clients that
 * are not micro apps
 */
export function peopleResource(
  resource: string,
  client: Client,
): ResourceServer {
  if (resource !== peopleAudience) {
    throw new errors.InvalidTarget(
      `the only resource here is ${peopleAudience}`,
    );
  }
  if (!client.metadata().micro_app_environment) {
    throw new errors.InvalidTarget('only micro apps may read people');
  }
  return {
    scope: peopleScopes.join(' '),
    audience: peopleAudience,
    accessTokenTTL: accessTokenLifetime,
    accessTokenFormat: 'opaque',
  };
}

/**
 * The resource of a request that names none: whoever asks for a people scope
 * means the people API. Of several granted ones, a single one is unambiguous.
 */
export function defaultResource(options: {
  scope: unknown;
  granted?: string | readonly string[];
}): string | string[] {
  const { scope, granted } = options;
  if (granted !== undefined) {
    if (typeof granted === 'string') {
      return granted;
    }
    return granted.length === 1 ? String(granted[0]) : [...granted];
  }
  const scopes = typeof scope === 'string' ? scope.split(' ') : [];
  return scopes.some(name => (peopleScopes as readonly string[]).includes(name))
    ? peopleAudience
    : [];
}
