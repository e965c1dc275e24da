import type { AuthService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  accept,
  refuse,
  type Registration,
  type Result,
} from '@micro-apps/governance-core';

/** The people and groups of the software catalog. */
export interface Directory {
  /**
   * Refuses `invalid-input` for an owner, second owner or business unit that
   * is not in the catalog, `directory-unavailable` when nobody can tell.
   */
  check(registration: Registration): Promise<Result<true>>;
}

/** The directory on the software catalog. */
export function createDirectory(options: {
  catalog: CatalogService;
  auth: AuthService;
}): Directory {
  const { catalog, auth } = options;
  return {
    async check({ owner, successor, businessUnit }) {
      const named = [
        { path: 'owner', ref: owner, title: 'owner' },
        { path: 'successor', ref: successor, title: 'second owner' },
        { path: 'businessUnit', ref: businessUnit, title: 'business unit' },
      ].flatMap(({ ref, ...rest }) => (ref ? [{ ...rest, ref }] : []));
      let found;
      try {
        found = await catalog.getEntitiesByRefs(
          {
            entityRefs: named.map(({ ref }) => ref),
            fields: ['kind', 'metadata.name'],
          },
          { credentials: await auth.getOwnServiceCredentials() },
        );
      } catch {
        return refuse(
          'directory-unavailable',
          'The directory of people cannot be reached right now. Try again in a minute',
        );
      }
      const details = named
        .filter((_, index) => !found.items[index])
        .map(({ path, ref, title }) => ({
          path: `registration.${path}`,
          message: `Choose the ${title} from the list: ${ref} is not in the catalog`,
        }));
      return details.length
        ? refuse('invalid-input', details[0].message, details)
        : accept(true);
    },
  };
}
