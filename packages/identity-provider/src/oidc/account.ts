import {
  interactionPolicy,
  type Account as ProviderAccount,
  type KoaContextWithOIDC,
} from 'oidc-provider';
import {
  findAccountBySubject,
  mayUseClient,
  type Account,
} from '../accounts/directory.ts';

function clientEnvironment(ctx: KoaContextWithOIDC): unknown {
  return ctx.oidc.client?.metadata().micro_app_environment;
}

/** The claims of an account; the provider passes on what the scopes allow. */
export function claimsOf(account: Account) {
  return {
    sub: account.subject,
    email: account.email,
    email_verified: account.emailVerified,
    name: account.displayName,
    preferred_username: account.userName,
    groups: [...account.groups],
    roles: [...account.roles],
  };
}

/** Finds the account for a token or session, if it may use this client. */
export async function findProviderAccount(
  ctx: KoaContextWithOIDC,
  subject: string,
): Promise<ProviderAccount | undefined> {
  const account = findAccountBySubject(subject);
  if (!account || !mayUseClient(account, clientEnvironment(ctx))) {
    return undefined;
  }
  return {
    accountId: account.subject,
    claims: async () => claimsOf(account),
  };
}

/**
 * When to show the sign-in page. There is no consent page, and somebody whose
 * session belongs to an account that may not use this client is asked again:
 * a scan identity's session must not open the portal.
 */
export function signInPolicy(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  policy.remove('consent');
  policy.get('login')?.checks.add(
    new interactionPolicy.Check(
      'account_not_for_client',
      'this account cannot be used with this app',
      ctx => {
        const subject = ctx.oidc.session?.accountId;
        if (!subject) {
          return false;
        }
        const account = findAccountBySubject(subject);
        return !account || !mayUseClient(account, clientEnvironment(ctx));
      },
    ),
  );
  return policy;
}
