import type { Provider } from 'oidc-provider';
import { findAccountBySubject, mayUseClient } from '../accounts/directory.ts';
import { peopleAudience } from '../oidc/scopes.ts';

/** What the people API needs; the export scope is only for bulk copies. */
const neededScope = 'people:read';

/** Who asks, or why they may not (RFC 6750, section 3.1). */
export type TokenCheck =
  | { ok: true; environment: unknown }
  | { ok: false; status: 401; error?: 'invalid_token'; message: string }
  | { ok: false; status: 403; error: 'insufficient_scope'; message: string };

function invalid(message: string): TokenCheck {
  return { ok: false, status: 401, error: 'invalid_token', message };
}

/**
 * Checks an `Authorization` header against the provider's own records, so that
 * a revoked token, a deleted client and a withdrawn grant count at once.
 */
export async function checkPeopleToken(
  provider: Provider,
  authorization: string | undefined,
): Promise<TokenCheck> {
  if (!authorization) {
    return {
      ok: false,
      status: 401,
      message: 'Send an access token: "Authorization: Bearer <token>".',
    };
  }
  const value = /^Bearer +([\x21-\x7e]{1,500})$/i.exec(authorization)?.[1];
  const token = value && (await provider.AccessToken.find(value));
  if (!token) {
    return invalid(
      'The access token is unknown, expired or revoked. Sign in again.',
    );
  }
  const client = await provider.Client.find(token.clientId ?? '');
  const grant = token.grantId && (await provider.Grant.find(token.grantId));
  const account = findAccountBySubject(token.accountId);
  const environment = client?.metadata().micro_app_environment;
  if (!client || !grant || !account || !mayUseClient(account, environment)) {
    return invalid('The app or the person may not use this token any more.');
  }
  if (token.aud !== peopleAudience) {
    return invalid(
      `The access token is not for the people API. Ask for it with resource=${peopleAudience}.`,
    );
  }
  if (!token.scopes.has(neededScope)) {
    return {
      ok: false,
      status: 403,
      error: 'insufficient_scope',
      message: `The access token lacks the scope ${neededScope}.`,
    };
  }
  return { ok: true, environment };
}
