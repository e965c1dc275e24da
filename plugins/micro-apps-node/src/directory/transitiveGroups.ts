import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  type Entity,
  RELATION_CHILD_OF,
  RELATION_MEMBER_OF,
} from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';

/** Deeper trees than this are a mistake in the catalog, not an organisation. */
const MAX_DEPTH = 12;

function targets(entity: Entity, type: string): string[] {
  return (entity.relations ?? [])
    .filter(relation => relation.type === type)
    .map(relation => relation.targetRef);
}

/**
 * Every group that a person belongs to: her own groups, their parents, and so
 * on upwards. Read from the catalog, because a token's claims name only direct
 * groups and can be an hour old (architecture, Approvers).
 *
 * @param options - catalog, the credentials to read with, and the User entity reference
 * @returns group references; `undefined` when the catalog does not know the user
 * @throws when the catalog cannot be reached; callers must refuse then
 * @public
 */
export async function transitiveGroups(options: {
  catalog: CatalogService;
  credentials: BackstageCredentials;
  userRef: string;
}): Promise<ReadonlySet<string> | undefined> {
  const { catalog, credentials, userRef } = options;
  const user = await catalog.getEntityByRef(userRef, { credentials });
  if (!user) {
    return undefined;
  }
  const groups = new Set<string>();
  let level = targets(user, RELATION_MEMBER_OF);
  for (let depth = 0; level.length > 0 && depth < MAX_DEPTH; depth++) {
    const fresh = [...new Set(level)].filter(ref => !groups.has(ref));
    fresh.forEach(ref => groups.add(ref));
    if (fresh.length === 0) {
      break;
    }
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs: fresh, fields: ['kind', 'metadata.name', 'relations'] },
      { credentials },
    );
    level = items.flatMap(group =>
      group ? targets(group, RELATION_CHILD_OF) : [],
    );
  }
  return groups;
}
