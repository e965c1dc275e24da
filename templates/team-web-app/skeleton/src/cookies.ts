/** Names and flags of the app's cookies. Both are unreadable for scripts. */
export type Cookies = {
  session: string;
  signIn: string;
  /** The `Set-Cookie` value that stores `value` until the browser closes. */
  set(name: string, value: string): string;
  /** The `Set-Cookie` value that removes the cookie. */
  clear(name: string): string;
};

/**
 * Cookies for one app. Over https they are `Secure` and carry the `__Host-`
 * prefix, so that no other host can set them.
 */
export function createCookies(options: {
  appId: string;
  origin: string;
}): Cookies {
  const secure = options.origin.startsWith('https://');
  const prefix = secure ? '__Host-' : '';
  const flags = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return {
    session: `${prefix}${options.appId}_session`,
    signIn: `${prefix}${options.appId}_signin`,
    set: (name, value) => `${name}=${value}; ${flags}`,
    clear: name => `${name}=; ${flags}; Max-Age=0`,
  };
}

/** The value of one cookie in a `Cookie` header; the first one wins. */
export function readCookie(
  header: string | undefined,
  name: string,
): string | undefined {
  for (const pair of (header ?? '').slice(0, 8_192).split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) {
      return pair.slice(at + 1).trim();
    }
  }
  return undefined;
}
