import { pseudonymOf } from '@micro-apps/governance-core';

/** Fields in which people write what they like, and ids of accounts. */
const LEFT_OUT =
  /^(note|text|title|whatHappened|causes|actions|postMortem|summary|problems|compensation|answers|.*[rR]eason|.*Subject)$/;
const USER = /\buser:[a-z0-9][\w.-]*\/[a-z0-9][\w.-]*/gi;

/**
 * The same value with names that say nothing in place of references to people,
 * and without the fields in which people write freely.
 *
 * @param personOf - what stands for a reference in the audit log, if anything
 */
export async function maskPeople(
  value: unknown,
  personOf: (ref: string) => Promise<string | undefined>,
): Promise<unknown> {
  const names = new Map<string, string>();
  const refs = JSON.stringify(value).match(USER) ?? [];
  for (const ref of new Set(refs.map(each => each.toLowerCase()))) {
    const person = (await personOf(ref)) ?? `unknown-${names.size + 1}`;
    names.set(ref, pseudonymOf(person));
  }
  const mask = (each: unknown): unknown => {
    if (typeof each === 'string') {
      return each.replace(USER, ref => names.get(ref.toLowerCase()) ?? '');
    }
    if (Array.isArray(each)) return each.map(mask);
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(
      Object.entries(each)
        .filter(([name]) => !LEFT_OUT.test(name))
        .map(([name, item]) => [name, mask(item)]),
    );
  };
  return mask(value);
}
