/** Writes a place in a list as text that a client hands back unread. */
export function encodeCursor(place: readonly string[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** Plain and short, as everything that lists are sorted by; no NUL. */
const PART = /^[ -~]{1,100}$/;

/** Reads a place in a list; `undefined` when it is not one of ours. */
export function decodeCursor(
  cursor: string | undefined,
  length: number,
): readonly string[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const place: unknown = JSON.parse(
      Buffer.from(cursor, 'base64url').toString('utf8'),
    );
    return Array.isArray(place) &&
      place.length === length &&
      place.every(part => typeof part === 'string' && PART.test(part))
      ? place
      : undefined;
  } catch {
    return undefined;
  }
}
