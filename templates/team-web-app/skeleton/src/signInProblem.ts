import * as oidc from 'openid-client';
import type { Problem } from './problem.ts';

const AGAIN = { href: '/login', text: 'Try to sign in again' };

const TEXTS: Record<string, string> = {
  access_denied:
    'The sign-in was cancelled, or your account may not use this app.',
  invalid_scope:
    'The app asked for access that it was not given. Its owner can compare the scopes in the portal with those in micro-app.json.',
  invalid_target:
    'The app asked for an API that it was not given. Its owner can check the scopes in the portal.',
  invalid_client:
    'The sign-in service does not know this app, or no longer accepts its key. Its owner can see why in the portal.',
  unauthorized_client:
    'This app may not sign people in at present. Its owner can see why in the portal.',
  invalid_grant: 'The sign-in took too long or was used twice.',
  login_required: 'The sign-in service wants you to sign in first.',
  temporarily_unavailable:
    'The sign-in service is busy. Try again in a minute.',
};

/** The OAuth error code in an error, when there is one (RFC 6749). */
export function oauthErrorCode(error: unknown): string | undefined {
  if (
    error instanceof oidc.AuthorizationResponseError ||
    error instanceof oidc.ResponseBodyError
  ) {
    return error.error;
  }
  return undefined;
}

/**
 * A failed sign-in in plain words. What the sign-in service wrote is not shown:
 * it may have come through the address bar.
 */
export function signInProblem(error: unknown): Problem {
  const title = 'Signing in did not work';
  const code = oauthErrorCode(error);
  if (code !== undefined) {
    const advice =
      TEXTS[code] ??
      'The sign-in service refused. Try again, or ask the owner of this app.';
    return {
      status: code === 'access_denied' ? 403 : 400,
      title,
      advice,
      link: AGAIN,
    };
  }
  if (error instanceof oidc.ClientError && error.code !== 'OAUTH_TIMEOUT') {
    return {
      status: 400,
      title,
      advice:
        'The answer of the sign-in service could not be verified. Start again from the app.',
      link: AGAIN,
    };
  }
  return {
    status: 503,
    title,
    advice:
      'The sign-in service cannot be reached at present. Try again in a minute.',
    link: AGAIN,
  };
}
