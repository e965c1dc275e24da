import { foldText, normaliseText } from '../names/normaliseText';

/** The host name of a URL or host, lower case, without port and path. */
export function hostOf(endpoint: string): string {
  const text = foldText(endpoint);
  const afterScheme = text.replace(/^[a-z][a-z0-9+.-]*:\/\//, '');
  const authority = afterScheme.split(/[/?#\\]/)[0] ?? '';
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  if (host.startsWith('[')) return host.slice(0, host.indexOf(']') + 1);
  return host.replace(/:\d*$/, '').replace(/\.$/, '');
}

/**
 * One spelling of an endpoint: scheme and host in lower case, the port that
 * the scheme implies and a closing slash left out.
 */
export function normaliseEndpoint(endpoint: string): string {
  const text = normaliseText(endpoint);
  const match = /^([a-z][a-z0-9+.-]*:\/\/)?([^/?#]*)(.*)$/i.exec(text);
  const scheme = (match?.[1] ?? '').toLowerCase();
  const port = scheme === 'http://' ? /:80$/ : /:443$/;
  const host = (match?.[2] ?? '').toLowerCase().replace(port, '');
  const rest = match?.[3] === '/' ? '' : match?.[3] ?? '';
  return `${scheme}${host}${rest}`;
}
