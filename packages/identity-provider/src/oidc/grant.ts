import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { identityScopes } from './scopes.ts';

/**
 * Gives the sign-in a grant without asking: the company already decided, at
 * registration, what a client may see.
 *
 * A revoked grant leaves its id in the session, so a missing grant must be
 * replaced, not only a missing id; otherwise signing in again never ends
 * (recipes, section 1).
 */
export async function loadOrCreateGrant(
  ctx: KoaContextWithOIDC,
): Promise<InstanceType<Provider['Grant']> | undefined> {
  const { provider, client, session, account } = ctx.oidc;
  if (!client || !session || !account) {
    return undefined;
  }
  const { Grant } = provider;
  const id = session.grantIdFor(client.clientId);
  const found = id ? await Grant.find(id) : undefined;
  const grant =
    found?.accountId === account.accountId
      ? found
      : new Grant({
          clientId: client.clientId,
          accountId: account.accountId,
        });
  const requested = [...ctx.oidc.requestParamScopes];
  grant.addOIDCScope(
    requested.filter(scope =>
      (identityScopes as readonly string[]).includes(scope),
    ),
  );
  for (const [resource, server] of Object.entries(
    ctx.oidc.resourceServers ?? {},
  )) {
    grant.addResourceScope(
      resource,
      requested.filter(scope => server.scopes.has(scope)),
    );
  }
  await grant.save();
  return grant;
}
