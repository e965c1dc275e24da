/** A package URL in its parts, decoded. Source: the purl specification. */
export interface Purl {
  readonly type: string;
  /** With its namespace: `@scope/name`. */
  readonly name: string;
  readonly version?: string;
  /** It names a place of its own (`vcs_url`, `download_url`), not a registry. */
  readonly elsewhere: boolean;
}

const TYPE = /^[a-z][a-z0-9.+-]{0,30}$/;
const MAX_LENGTH = 500;

/**
 * Reads a package URL; two spellings of one package read the same.
 * @returns `undefined` for what is none
 */
export function readPurl(text: string): Purl | undefined {
  const match = /^pkg:\/{0,2}([^/?#@]+)\/([^?#]+)(\?[^#]*)?(#.*)?$/i.exec(
    text.slice(0, MAX_LENGTH),
  );
  if (!match || text.length > MAX_LENGTH) return undefined;
  const [, rawType, path, qualifiers = ''] = match;
  const type = rawType.toLowerCase();
  const at = path.lastIndexOf('@');
  // The first sign of an unencoded scope is no version.
  const hasVersion = at > 0 && at > path.lastIndexOf('/');
  const name = decoded(hasVersion ? path.slice(0, at) : path)
    ?.split('/')
    .filter(Boolean)
    .join('/');
  const version = hasVersion ? decoded(path.slice(at + 1)) : '';
  if (!TYPE.test(type) || !name || version === undefined) return undefined;
  return {
    type,
    name: type === 'npm' ? name.toLowerCase() : name,
    ...(version && { version }),
    elsewhere: /[?&](vcs_url|download_url|repository_url)=/i.test(qualifiers),
  };
}

/** One spelling for each package: what tables hold and people look for. */
export function purlText({ type, name, version }: Purl): string {
  const path = name.split('/').map(encodeURIComponent).join('/');
  return `pkg:${type}/${path}${
    version ? `@${encodeURIComponent(version)}` : ''
  }`;
}

function decoded(text: string): string | undefined {
  try {
    const plain = decodeURIComponent(text);
    return /[\p{Cc}\p{Surrogate}]/u.test(plain) ? undefined : plain;
  } catch {
    return undefined;
  }
}
