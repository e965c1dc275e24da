import {
  createSignInResolverFactory,
  type OAuthAuthenticatorResult,
  type SignInInfo,
} from '@backstage/plugin-auth-node';
import type { OidcAuthResult } from '@backstage/plugin-auth-backend-module-oidc-provider';
import { ANNOTATION_SUBJECT } from '@micro-apps/plugin-micro-apps-common';

/**
 * Finds the User by the identity provider's stable subject, which neither a
 * new name nor a new address changes (architecture, Approvers).
 */
export const subjectMatchingUserAnnotation = createSignInResolverFactory({
  create() {
    return async (
      { result }: SignInInfo<OAuthAuthenticatorResult<OidcAuthResult>>,
      context,
    ) => {
      const { sub } = result.fullProfile.userinfo;
      if (!sub) {
        throw new Error(
          'The identity provider did not say who you are. Tell your platform team',
        );
      }
      return context.signInWithCatalogUser({
        annotations: { [ANNOTATION_SUBJECT]: sub },
      });
    };
  },
});
