/** `http` is for this machine's own micro apps: `<slug>.localhost:<port>`. */
const loopbackHost = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.localhost$/;

/**
 * Says what is wrong with a redirect URI of a micro app, or nothing.
 *
 * Allowed are exact `https:` addresses and `http://<slug>.localhost:<port>/…`
 * (RFC 9700, section 4.1: exact match, no patterns). Plain `localhost` is not
 * allowed, because cookies ignore ports and the portal lives there.
 */
export function redirectUriProblem(value: string): string | undefined {
  const url = URL.parse(value);
  if (!url) {
    return 'is not an absolute address';
  }
  if (value.includes('*') || value.includes('\\')) {
    return 'must be one exact address, without "*" or "\\"';
  }
  if (url.href.includes('#') || value.includes('#')) {
    return 'must not have a fragment ("#…")';
  }
  if (url.username || url.password) {
    return 'must not carry a user name or password';
  }
  // What is compared later is the text, so the text must be what it seems.
  if (url.href !== value) {
    return `must be written in its normal form, ${url.href}`;
  }
  if (url.protocol === 'https:') {
    return undefined;
  }
  if (
    url.protocol === 'http:' &&
    loopbackHost.test(url.hostname) &&
    url.port !== ''
  ) {
    return undefined;
  }
  return 'must start with https:// or with http://<slug>.localhost:<port>/';
}
