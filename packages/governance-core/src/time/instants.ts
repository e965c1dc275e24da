/** Milliseconds. @public */
export const HOUR = 60 * 60 * 1000;
/** Milliseconds: 24 hours exactly, whatever a local clock does that day. @public */
export const DAY = 24 * HOUR;

const INSTANT =
  /^(\d{4,6}-\d{2}-\d{2}T\d{2}:\d{2}):(\d{2})(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * The instant that an ISO 8601 text with a zone means. A text without a zone
 * means something else on every machine and is refused; a leap second counts
 * as the second after it, as in POSIX time.
 *
 * @returns milliseconds since 1970, UTC; NaN for anything else
 * @public
 */
export function instantOf(text: unknown): number {
  if (typeof text !== 'string') return NaN;
  const parts = INSTANT.exec(text);
  if (!parts) return NaN;
  const [, minute, second, fraction = '', zone] = parts;
  const leap = second === '60';
  const value = Date.parse(
    `${minute}:${leap ? '59' : second}${fraction}${zone}`,
  );
  return leap ? value + 1000 : value;
}

/**
 * The instant a fixed time after another, as ISO text in UTC.
 *
 * @param ms - milliseconds, see {@link HOUR} and {@link DAY}
 * @returns `undefined` when the start cannot be read or the end lies beyond
 *   what a date can hold
 * @public
 */
export function instantAfter(start: string, ms: number): string | undefined {
  const end = instantOf(start) + ms;
  const date = new Date(end);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** Whole and broken days between two instants; NaN when one cannot be read. @public */
export function daysBetween(from: string, to: string): number {
  return (instantOf(to) - instantOf(from)) / DAY;
}
