/** Printable ASCII without outer blanks: normal already. */
const PLAIN = /^[!-~](?:[ -~]*[!-~])?$/;

/**
 * Brings two spellings of one text together: compatibility forms (NFKC),
 * invisible characters removed, outer blanks cut. Case is kept.
 */
export function normaliseText(text: unknown): string {
  if (typeof text !== 'string') return '';
  if (PLAIN.test(text)) return text;
  return text
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Cc}]/gu, '')
    .trim();
}

/** As {@link normaliseText}, and case does not matter either. */
export function foldText(text: unknown): string {
  return normaliseText(text).toLowerCase().normalize('NFKC');
}

/** Sorted, without duplicates and empty texts; order never depends on locale. */
export function sortedSet(texts: readonly string[]): string[] {
  return [...new Set(texts.filter(text => text !== ''))].sort((a, b) => {
    if (a === b) return 0;
    return a < b ? -1 : 1;
  });
}

/** A list as people read it: "a", "a and b", "a, b and c". */
export function spokenList(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}
