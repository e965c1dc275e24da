import type {
  AuthResolverContext,
  OAuthAuthenticatorResult,
  SignInInfo,
} from '@backstage/plugin-auth-node';
import type { OidcAuthResult } from '@backstage/plugin-auth-backend-module-oidc-provider';
import { subjectMatchingUserAnnotation } from './subjectMatchingUserAnnotation';

type Info = SignInInfo<OAuthAuthenticatorResult<OidcAuthResult>>;

async function signIn(userinfo: object) {
  const signInWithCatalogUser = jest.fn(async () => ({ token: 'x' }));
  const resolve = subjectMatchingUserAnnotation();
  const answer = resolve(
    { profile: {}, result: { fullProfile: { userinfo } } } as Info,
    {
      signInWithCatalogUser,
    } as Partial<AuthResolverContext> as AuthResolverContext,
  );
  return { answer, signInWithCatalogUser };
}

it('finds people by the subject, not by their address', async () => {
  const { answer, signInWithCatalogUser } = await signIn({
    sub: 'sub-maya',
    email: 'sam@example.com',
    email_verified: true,
  });
  await answer;
  expect(signInWithCatalogUser).toHaveBeenCalledWith({
    annotations: { 'micro-apps.dev/subject': 'sub-maya' },
  });
});

it('lets nobody in without a subject', async () => {
  const { answer, signInWithCatalogUser } = await signIn({
    email: 'maya@example.com',
  });
  await expect(answer).rejects.toThrow('did not say who you are');
  expect(signInWithCatalogUser).not.toHaveBeenCalled();
});
