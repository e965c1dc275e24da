import { NotAllowedError } from '@backstage/errors';
import type { OidcAuthResult } from '@backstage/plugin-auth-backend-module-oidc-provider';
import type {
  AuthResolverContext,
  BackstageSignInResult,
  OAuthAuthenticatorResult,
  SignInInfo,
} from '@backstage/plugin-auth-node';
import { ANNOTATION_SUBJECT } from '@micro-apps/plugin-micro-apps-common';

/**
 * Finds the person whose catalog entry carries the identity provider's stable
 * subject. Names and e-mail addresses are reused by new people; subjects are
 * not (architecture, Approvers).
 */
export async function subjectMatchingUserEntityAnnotation(
  { result }: SignInInfo<OAuthAuthenticatorResult<OidcAuthResult>>,
  context: AuthResolverContext,
): Promise<BackstageSignInResult> {
  const { sub } = result.fullProfile.userinfo;
  if (!sub) {
    throw new NotAllowedError(
      'The identity provider did not say who you are, so you cannot be signed in. Ask the portal team to check its set-up.',
    );
  }
  const query = { annotations: { [ANNOTATION_SUBJECT]: sub } };
  const { entity } = await context.findCatalogUser(query).catch(refuse);
  // Catalog filters ignore case; subjects do not (OpenID Connect Core, 2).
  if (entity.metadata.annotations?.[ANNOTATION_SUBJECT] !== sub) {
    throw unknownPerson();
  }
  return await context.signInWithCatalogUser(query);
}

function refuse(error: unknown): never {
  const name = error instanceof Error ? error.name : undefined;
  if (name === 'NotFoundError') {
    throw unknownPerson();
  }
  if (name === 'ConflictError') {
    throw new NotAllowedError(
      'Your company account belongs to more than one person in the catalog, so you cannot be signed in. Ask the portal team to leave only one.',
    );
  }
  throw error;
}

function unknownPerson(): NotAllowedError {
  return new NotAllowedError(
    'Your company account is known, but you are not in the catalog yet. Ask the portal team to add you, then sign in again.',
  );
}
