/**
 * A revision that can be put in order: numbers between dots, dashes, `T` or
 * `:`, as in `12`, `v1.4.0`, `2026.11.24-2`, `2026-11-24T10:00:00Z`. What comes
 * after a `+` names the build and has no order, as in `2026.11+1a2b3c`.
 */
const ORDERED = /^v?\d{1,15}(?:[.\-T:]\d{1,15}){0,9}Z?(?:\+[\w.-]{1,100})?$/;

/** Whether a later revision can be told from an earlier one. */
export function isOrdered(revision: string): boolean {
  return ORDERED.test(revision);
}

/**
 * Number by number; what has numbers left when the other ends is later.
 * @returns negative when `a` is older, 0 when equal, positive when newer
 */
export function compareRevisions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  const length = Math.max(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const difference = (left[index] ?? -1) - (right[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbersOf(revision: string): readonly number[] {
  const [ordered] = revision.split('+');
  return (ordered.match(/\d+/g) ?? []).map(Number);
}
