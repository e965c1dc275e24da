const MAX_DEPTH = 100;

function write(value: unknown, depth: number): string {
  if (depth > MAX_DEPTH) {
    throw new TypeError(`Canonical JSON ends at ${MAX_DEPTH} levels`);
  }
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) {
      throw new TypeError(`Canonical JSON has no ${value}`);
    }
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(item => write(item, depth + 1)).join(',')}]`;
  }
  if (typeof value === 'object') {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      throw new TypeError('Canonical JSON takes plain objects only');
    }
    return writeFields(value, depth);
  }
  throw new TypeError(`Canonical JSON has no ${typeof value}`);
}

/** A loop and not a chain of lists: millions of entries are verified with it. */
function writeFields(value: object, depth: number): string {
  // Plain `sort` orders by UTF-16 code units, as RFC 8785 asks.
  const keys = Object.keys(value).sort();
  let text = '';
  for (const key of keys) {
    const item: unknown = Reflect.get(value, key);
    if (item !== undefined) {
      text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${write(
        item,
        depth + 1,
      )}`;
    }
  }
  return `{${text}}`;
}

/**
 * One text for one value: keys sorted, no blanks, after RFC 8785. A property
 * that is `undefined` is left out, as JSON does.
 *
 * @throws TypeError for what JSON cannot hold exactly: NaN, infinities,
 *   undefined in a list, functions, dates and other class instances, more than
 *   100 levels
 * @public
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0);
}
