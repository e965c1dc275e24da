import { normaliseText } from '../names/normaliseText';

/** A package that an app is built from. @public */
export interface ComponentName {
  /** `leaflet`, `@scope/name`; of other ecosystems `type:namespace/name`. */
  readonly name: string;
  readonly version?: string;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The one spelling of a component, from a package URL or the name of an npm
 * package, so that a registration, a bill of materials and a question meet.
 * Source: package-url specification, requirements R6.
 *
 * @returns `undefined` for an empty text
 * @public
 */
export function componentName(text: string): ComponentName | undefined {
  const plain = normaliseText(text);
  if (plain === '') return undefined;
  const purl = /^pkg:\/*([a-z0-9.+-]+)\/(.+)$/i.exec(plain);
  if (!purl) return nameAndVersion(plain.toLowerCase());
  const [, type, rest] = purl;
  const path = rest.split(/[?#]/)[0].replace(/\/+$/, '');
  const { name, version } = nameAndVersion(path);
  const full = name.split('/').map(decoded).filter(Boolean).join('/');
  const kind = type.toLowerCase();
  return {
    // Only npm's names are the same in upper and lower case.
    name: kind === 'npm' ? full.toLowerCase() : `${kind}:${full}`,
    ...(version && { version: decoded(version) }),
  };
}

/** `name@version`; an `@` at the very start belongs to the name. */
function nameAndVersion(text: string): ComponentName {
  const at = text.lastIndexOf('@');
  if (at <= 0 || text.slice(at).includes('/')) return { name: text };
  const version = text.slice(at + 1);
  return { name: text.slice(0, at), ...(version && { version }) };
}
