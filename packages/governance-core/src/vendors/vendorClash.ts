import { confusableSkeleton, slugOf } from '../names/names';
import { normaliseText } from '../names/normaliseText';

/** How a wanted vendor relates to one that is known. @public */
export type VendorClash = 'same' | 'looks-alike' | 'same-name' | 'none';

/**
 * Compares a wanted title with a known vendor. `same`: it is that one, spelled
 * a little differently. `looks-alike`: another name that people would take for
 * it. `same-name`: both come to the same short name and do not look alike.
 * Source: requirements R1, R6, reliability G2.
 *
 * @param wanted - the title that somebody typed
 * @public
 */
export function vendorClash(
  wanted: string,
  known: { readonly name: string; readonly title: string },
): VendorClash {
  const slug = slugOf(wanted);
  const skeleton = confusableSkeleton(wanted);
  const looks = [known.title, known.name].some(
    text => confusableSkeleton(text) === skeleton,
  );
  const named =
    slug === normaliseText(known.name).toLowerCase() ||
    slug === slugOf(known.title);
  if (looks)
    return named && sameLetters(wanted, known) ? 'same' : 'looks-alike';
  return named ? 'same-name' : 'none';
}

/** The same letters and digits, whatever stands between them. */
function sameLetters(
  wanted: string,
  known: { readonly name: string; readonly title: string },
): boolean {
  const letters = (text: string) =>
    normaliseText(text)
      .toLowerCase()
      .normalize('NFKC')
      .replace(/[^\p{L}\p{N}\p{M}]/gu, '');
  return [known.title, known.name].some(
    text => letters(text) === letters(wanted),
  );
}
