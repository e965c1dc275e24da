import { formsOf } from './forms';
import { Visitor } from './Visitor';

/** A person of the identity provider who exists for scans only. */
export interface ScanIdentity {
  readonly username: string;
  readonly password: string;
  readonly roles: readonly string[];
}

/**
 * Signs a scan identity in, through the same pages that people use.
 * @throws with a plain sentence when the pages do not lead there and back
 */
export async function signIn(options: {
  origin: string;
  /** Where the app starts sign-in: the first page that wants a session. */
  path: string;
  issuer: string;
  identity: ScanIdentity;
}): Promise<Visitor> {
  const { origin, path, issuer, identity } = options;
  const visitor = new Visitor();
  const login = await visitor.visit(new URL(path, origin));
  const [form] = formsOf(login.answer.body, login.url);
  if (login.url.origin !== new URL(issuer).origin || !form) {
    throw new Error(
      `Sign-in does not lead to the company's identity provider but to ${login.url.origin}${login.url.pathname} (status ${login.answer.status})`,
    );
  }
  const end = await visitor.submit(form.action, {
    ...form.given,
    username: identity.username,
    password: identity.password,
  });
  if (
    end.url.origin !== new URL(origin).origin ||
    end.answer.status >= 400 ||
    end.url.pathname === '/callback'
  ) {
    throw new Error(
      `${identity.username} could not be signed in: ${end.url.pathname} answered ${end.answer.status}`,
    );
  }
  return visitor;
}
