/** Deeper brackets than any report has would break what walks through them. */
export const MAX_DEPTH = 64;
/** Values and brackets of one document; what they take in memory is bounded. */
const MAX_VALUES = 1_500_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const [OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Looks over the bytes of a JSON text before it is parsed: what is too deep or
 * of too many parts is told as one sentence. It says nothing on whether the
 * text is JSON.
 */
export function tooMuchJson(bytes: Buffer): string | undefined {
  let depth = 0;
  let values = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (inText) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) {
      inText = true;
    } else if (byte === OPEN || byte === OPEN_LIST) {
      depth += 1;
      values += 1;
      if (depth > MAX_DEPTH) {
        return `Send a report of at most ${MAX_DEPTH} levels of brackets`;
      }
    } else if (byte === CLOSE || byte === CLOSE_LIST) {
      depth -= 1;
    } else if (byte === COMMA) {
      values += 1;
    }
    if (values > MAX_VALUES) {
      return `Send a report of at most ${MAX_VALUES} values`;
    }
  }
  return undefined;
}
