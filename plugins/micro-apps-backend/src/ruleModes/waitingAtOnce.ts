/** While the rules answer for one page, the facts of the next are read. */
export const PAGES_AT_ONCE = 2;

const LEAST = 4;
const MOST = 32;
const FAIR_MS = 200;

/**
 * How many questions of a page may wait for the rules at once. They answer in
 * turn, and whoever stands at a gate waits a second for them at most: so few at
 * first, and afterwards a fifth of a second's worth.
 *
 * @param msEach - milliseconds that each question of the page before took
 */
export function waitingAtOnce(msEach = Infinity): number {
  return Math.max(LEAST, Math.min(Math.floor(FAIR_MS / msEach), MOST));
}
