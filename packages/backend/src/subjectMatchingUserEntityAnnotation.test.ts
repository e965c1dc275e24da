import { ConflictError, NotFoundError } from '@backstage/errors';
import type {
  AuthResolverCatalogUserQuery,
  AuthResolverContext,
  SignInInfo,
  OAuthAuthenticatorResult,
} from '@backstage/plugin-auth-node';
import type { OidcAuthResult } from '@backstage/plugin-auth-backend-module-oidc-provider';
import { subjectMatchingUserEntityAnnotation } from './subjectMatchingUserEntityAnnotation';

function personWithSubject(subject: string) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: {
      name: 'maya',
      annotations: { 'micro-apps.dev/subject': subject },
    },
    spec: {},
  };
}

function signInAs(sub: string, email = 'someone@example.com') {
  return {
    profile: { email },
    result: {
      session: {
        accessToken: 'a',
        tokenType: 'bearer',
        scope: 'openid',
        expiresInSeconds: 60,
      },
      fullProfile: {
        tokenset: {},
        userinfo: { sub, email, email_verified: true },
      },
    },
  } as unknown as SignInInfo<OAuthAuthenticatorResult<OidcAuthResult>>;
}

function contextThat(
  findCatalogUser: AuthResolverContext['findCatalogUser'],
): jest.Mocked<AuthResolverContext> {
  return {
    findCatalogUser: jest.fn(findCatalogUser),
    signInWithCatalogUser: jest.fn(
      async (_query: AuthResolverCatalogUserQuery) => ({
        token: 'token-of-maya',
      }),
    ),
    issueToken: jest.fn(),
    resolveOwnershipEntityRefs: jest.fn(),
  };
}

describe('subjectMatchingUserEntityAnnotation', () => {
  it('signs in the person whose catalog entry carries the subject', async () => {
    const context = contextThat(async () => ({
      entity: personWithSubject('sub-maya'),
    }));

    await expect(
      subjectMatchingUserEntityAnnotation(signInAs('sub-maya'), context),
    ).resolves.toEqual({
      token: 'token-of-maya',
    });
    expect(context.signInWithCatalogUser).toHaveBeenCalledWith({
      annotations: { 'micro-apps.dev/subject': 'sub-maya' },
    });
  });

  it('refuses plainly when nobody carries the subject, whatever the e-mail', async () => {
    const context = contextThat(async () => {
      throw new NotFoundError('User not found');
    });

    await expect(
      subjectMatchingUserEntityAnnotation(
        signInAs('sub-new-maya', 'maya@example.com'),
        context,
      ),
    ).rejects.toThrow(/you are not in the catalog yet/);
    expect(context.signInWithCatalogUser).not.toHaveBeenCalled();
    expect(context.issueToken).not.toHaveBeenCalled();
  });

  it('refuses a subject that differs by letter case only', async () => {
    const context = contextThat(async () => ({
      entity: personWithSubject('sub-maya'),
    }));

    await expect(
      subjectMatchingUserEntityAnnotation(signInAs('SUB-MAYA'), context),
    ).rejects.toThrow(/not in the catalog/);
    expect(context.signInWithCatalogUser).not.toHaveBeenCalled();
  });

  it('refuses when two people carry the same subject', async () => {
    const context = contextThat(async () => {
      throw new ConflictError('User lookup resulted in multiple matches');
    });

    await expect(
      subjectMatchingUserEntityAnnotation(signInAs('sub-maya'), context),
    ).rejects.toThrow(/more than one person/);
  });

  it('refuses an account without a subject before asking the catalog', async () => {
    const context = contextThat(async () => ({
      entity: personWithSubject(''),
    }));

    await expect(
      subjectMatchingUserEntityAnnotation(signInAs(''), context),
    ).rejects.toThrow(/did not say who you are/);
    expect(context.findCatalogUser).not.toHaveBeenCalled();
  });

  it('passes on an unreachable catalog as it is', async () => {
    const context = contextThat(async () => {
      throw new Error('catalog unreachable');
    });

    await expect(
      subjectMatchingUserEntityAnnotation(signInAs('sub-maya'), context),
    ).rejects.toThrow('catalog unreachable');
  });
});
