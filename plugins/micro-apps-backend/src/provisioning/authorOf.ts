import type { Actor } from '../kernel/types';

/** Who a commit names: the entity reference, at an address that nobody has. */
export function authorOf({ ref }: Actor): { name: string; email: string } {
  const name = ref.split('/').at(-1) ?? ref;
  return { name, email: `${name}@micro-apps.invalid` };
}
