import type { AuthService } from '@backstage/backend-plugin-api';
import {
  RELATION_CHILD_OF,
  RELATION_MEMBER_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { normaliseRef } from '@micro-apps/governance-core';

/** Deeper trees than this are a mistake in the catalog, not an organisation. */
const MAX_DEPTH = 12;
const PAGE = 500;

/**
 * Everybody who is in one of the groups now, or in a group below it.
 * @returns user references, each once, in order; empty when there is nobody
 * @throws when the catalog cannot be reached
 */
export type MembersOf = (groups: readonly string[]) => Promise<string[]>;

/** {@link MembersOf} on the software catalog, with the service's credentials. */
export function createMembersOf(options: {
  catalog: CatalogService;
  auth: AuthService;
}): MembersOf {
  const { catalog, auth } = options;

  async function related(
    kind: 'User' | 'Group',
    relation: string,
    to: readonly string[],
  ): Promise<string[]> {
    const credentials = await auth.getOwnServiceCredentials();
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await catalog.queryEntities(
        cursor
          ? { cursor, limit: PAGE }
          : {
              filter: { kind, [`relations.${relation}`]: [...to] },
              fields: ['kind', 'metadata.name', 'metadata.namespace'],
              limit: PAGE,
            },
        { credentials },
      );
      found.push(...page.items.map(each => stringifyEntityRef(each)));
      cursor = page.pageInfo.nextCursor;
    } while (cursor);
    return found;
  }

  return async function membersOf(groups) {
    const known = new Set(groups.map(group => normaliseRef(group, 'group')));
    let level = [...known];
    for (let depth = 0; level.length > 0 && depth < MAX_DEPTH; depth += 1) {
      const below = await related('Group', RELATION_CHILD_OF, level);
      level = below.filter(group => !known.has(group));
      level.forEach(group => known.add(group));
    }
    if (known.size === 0) return [];
    const people = await related('User', RELATION_MEMBER_OF, [...known]);
    return [...new Set(people)].sort();
  };
}
