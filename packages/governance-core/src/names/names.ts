import { normaliseText } from './normaliseText';

/** Longest id: leaves room for "-beta" in a DNS label of 63. */
const MAX_SLUG = 50;

const TRANSLITERATIONS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
};

/**
 * The id that a display name leads to: `[a-z0-9-]`, at most 50 characters, no
 * hyphen at either end. Source: requirements R1.
 *
 * @param name - what a person typed
 * @returns the id, or `''` when nothing usable is left
 * @public
 */
export function slugOf(name: string): string {
  return normaliseText(name)
    .toLowerCase()
    .replace(/[ßæœøđðłþı]/g, letter => TRANSLITERATIONS[letter] ?? '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_SLUG + 1)
    .replace(/^-+/, '')
    .slice(0, MAX_SLUG)
    .replace(/-+$/, '');
}

/** Letters that look like a Latin one (after lower-casing). */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  // Cyrillic
  а: 'a',
  в: 'b',
  ь: 'b',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  ѐ: 'e',
  ё: 'e',
  һ: 'h',
  н: 'h',
  і: 'l',
  ї: 'l',
  ӏ: 'l',
  ј: 'j',
  к: 'k',
  қ: 'k',
  м: 'm',
  п: 'n',
  о: 'o',
  р: 'p',
  ԛ: 'q',
  г: 'r',
  ѕ: 's',
  т: 't',
  ү: 'y',
  у: 'y',
  ѵ: 'v',
  ԝ: 'w',
  х: 'x',
  з: '3',
  // Greek
  α: 'a',
  β: 'b',
  ϲ: 'c',
  ε: 'e',
  η: 'n',
  ι: 'l',
  κ: 'k',
  μ: 'm',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  σ: 'o',
  ς: 'c',
  τ: 't',
  υ: 'u',
  χ: 'x',
  γ: 'y',
  ζ: 'z',
  ω: 'w',
  // Latin beside the alphabet, digits and signs
  ı: 'l',
  ɩ: 'l',
  ɡ: 'g',
  ɑ: 'a',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  i: 'l',
  '1': 'l',
  '|': 'l',
  '!': 'l',
  '0': 'o',
  '5': 's',
  $: 's',
  '@': 'a',
};

/**
 * What a name looks like at a glance: two names with the same skeleton can be
 * mistaken for each other. For comparing only, never for display or as an id.
 * Source: requirements R1, after Unicode Technical Standard 39.
 *
 * @public
 */
export function confusableSkeleton(name: string): string {
  const folded = normaliseText(name).toUpperCase().toLowerCase();
  const plain = folded.normalize('NFKD').replace(/\p{M}/gu, '');
  return [...plain]
    .map(letter => LOOK_ALIKES[letter] ?? letter)
    .join('')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/rn/g, 'm')
    .replace(/vv/g, 'w');
}
