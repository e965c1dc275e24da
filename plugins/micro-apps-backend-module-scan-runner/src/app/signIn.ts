import { Visitor } from './Visitor';

/** A person of the identity provider who exists for scans only. */
export interface ScanIdentity {
  readonly username: string;
  readonly password: string;
  readonly roles: readonly string[];
}

/** Signs a scan identity in, through the same pages that people use. */
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
  if (login.url.origin !== new URL(issuer).origin) {
    throw new Error(
      `Sign-in does not lead to the company's identity provider but to ${login.url.origin}${login.url.pathname} (status ${login.answer.status})`,
    );
  }
  const end = await visitor.submit(formAction(login.answer.body, login.url), {
    ...hiddenFields(login.answer.body),
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

/** Where the first form of a page goes. */
function formAction(html: string, page: URL): URL {
  const action = /<form\b[^>]*\baction="([^"]*)"/i.exec(html)?.[1];
  return new URL(decode(action ?? ''), page);
}

function hiddenFields(html: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [input] of html.matchAll(/<input\b[^>]*type="hidden"[^>]*>/gi)) {
    const name = /\bname="([^"]*)"/i.exec(input)?.[1];
    const value = /\bvalue="([^"]*)"/i.exec(input)?.[1];
    if (name) fields[decode(name)] = decode(value ?? '');
  }
  return fields;
}

function decode(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
