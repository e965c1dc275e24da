import { isDeepStrictEqual } from 'node:util';
import type Ajv from 'ajv';

/** How deep two entries are told apart before they are compared whole. */
const LOOK = 4;
/** Whole comparisons for one document; made of equal-looking parts, it is refused. */
const MAX_COMPARISONS = 200_000;

/**
 * Gives ajv a `uniqueItems` whose work grows with the document and not with
 * its square: its own compares every entry of a list with every other, which
 * 25,000 components turn into minutes.
 * @returns a function that has to be called before each validation
 */
export function useBoundedUniqueItems(ajv: Ajv): () => void {
  let left = MAX_COMPARISONS;
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    errors: false,
    validate: (wanted: boolean, list: readonly unknown[]) => {
      if (!wanted || list.length < 2) return true;
      const alike = new Map<string, unknown[]>();
      for (const item of list) {
        const look = looksOf(item, LOOK);
        const others = alike.get(look);
        if (!others) {
          alike.set(look, [item]);
          continue;
        }
        left -= others.length;
        if (left < 0) return false;
        if (others.some(other => isDeepStrictEqual(other, item))) return false;
        others.push(item);
      }
      return true;
    },
  });
  return () => {
    left = MAX_COMPARISONS;
  };
}

/** Equal values look equal; most that differ look different. */
function looksOf(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value);
  }
  if (depth === 0) return Array.isArray(value) ? '[]' : '{}';
  if (Array.isArray(value)) {
    return `[${value.map(item => looksOf(item, depth - 1)).join()}]`;
  }
  const parts = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${looksOf(item, depth - 1)}`);
  return `{${parts.join()}}`;
}
