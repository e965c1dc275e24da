import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { accept, refuse, type Result } from '@micro-apps/governance-core';

/** What the organisation's catalog permissions hide from somebody. */
export interface CatalogVisibility {
  /**
   * The entities among these that the catalog has and does not show to the
   * person. What the catalog does not have, hides nobody: a new app is there a
   * second before its entity. `directory-unavailable` when nobody can tell.
   */
  hidden(options: {
    credentials: BackstageCredentials;
    entityRefs: readonly string[];
  }): Promise<Result<ReadonlySet<string>>>;
}

/** Asks the catalog with the person's own credentials (reliability E14). */
export function createCatalogVisibility(options: {
  catalog: CatalogService;
  auth: AuthService;
}): CatalogVisibility {
  const { catalog, auth } = options;

  async function absent(
    entityRefs: readonly string[],
    credentials: BackstageCredentials,
  ): Promise<readonly string[]> {
    if (entityRefs.length === 0) return [];
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs: [...entityRefs], fields: ['kind', 'metadata.name'] },
      { credentials },
    );
    return entityRefs.filter((_, index) => !items[index]);
  }

  return {
    async hidden({ credentials, entityRefs }) {
      try {
        const unseen = await absent(entityRefs, credentials);
        const missing = await absent(
          unseen,
          await auth.getOwnServiceCredentials(),
        );
        return accept(new Set(unseen.filter(ref => !missing.includes(ref))));
      } catch {
        return refuse(
          'directory-unavailable',
          'The software catalog cannot be reached right now. Try again in a minute',
        );
      }
    },
  };
}
