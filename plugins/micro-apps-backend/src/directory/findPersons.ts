import type { AuthService } from '@backstage/backend-plugin-api';
import {
  RELATION_MEMBER_OF,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { normaliseRef } from '@micro-apps/governance-core';
import {
  ANNOTATION_MANAGER,
  ANNOTATION_SUBJECT,
} from '@micro-apps/plugin-micro-apps-common';
import { isDeactivated } from './findActor';

/** Somebody whom the directory knows, and who has not left. */
export interface KnownPerson {
  readonly ref: string;
  /** Stable subject, where the directory has one. */
  readonly subject?: string;
  readonly manager?: string;
  /** Groups that she is a direct member of. */
  readonly teams: readonly string[];
}

/**
 * Who of these people is there: not gone from the catalog, and not marked as
 * having left (annotation `micro-apps.dev/deactivated`).
 * @returns by normalised reference; who is not there is left out
 * @throws when the catalog cannot be reached
 */
export type FindPersons = (
  refs: readonly string[],
) => Promise<ReadonlyMap<string, KnownPerson>>;

/** {@link FindPersons} on the software catalog, in one question. */
export function createFindPersons(options: {
  catalog: CatalogService;
  auth: AuthService;
}): FindPersons {
  const { catalog, auth } = options;
  return async function findPersons(refs) {
    if (refs.length === 0) return new Map();
    const { items } = await catalog.getEntitiesByRefs(
      {
        entityRefs: [...refs],
        fields: [
          'kind',
          'metadata.name',
          'metadata.namespace',
          'metadata.annotations',
          'relations',
        ],
      },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    const known = new Map<string, KnownPerson>();
    for (const entity of items) {
      if (!entity || isDeactivated(entity)) continue;
      const person = personOf(entity);
      known.set(person.ref, person);
    }
    return known;
  };
}

function personOf(entity: Entity): KnownPerson {
  const { annotations = {} } = entity.metadata;
  const manager = annotations[ANNOTATION_MANAGER];
  return {
    ref: normaliseRef(stringifyEntityRef(entity)),
    subject: annotations[ANNOTATION_SUBJECT],
    manager: manager ? normaliseRef(manager) : undefined,
    teams: (entity.relations ?? [])
      .filter(({ type }) => type === RELATION_MEMBER_OF)
      .map(({ targetRef }) => normaliseRef(targetRef, 'group')),
  };
}
