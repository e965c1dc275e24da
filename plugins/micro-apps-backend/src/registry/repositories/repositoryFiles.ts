import type { AuthService } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  MICRO_APP_TYPE,
  registrationOfEntity,
  type EntityProposal,
} from '@micro-apps/plugin-micro-apps-common';
import { sha256 } from '../../audit/appendAuditEntry';

const PAGE = 200;
const COMMIT = /(?:^|[^0-9a-f])([0-9a-f]{40})(?:[^0-9a-f]|$)/;

const NAMES = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'metadata.annotations',
];

/** A file in a repository that says that it is a micro app. */
export interface RepositoryFile {
  /** The same for the same entity from the same location. */
  readonly sourceId: string;
  readonly entityRef: string;
  readonly origin: string;
  /** Where the location names one. */
  readonly commit?: string;
  readonly proposal: EntityProposal;
}

/** Finds the files; a look that fails is told by an error, never by fewer. */
export interface RepositoryFiles {
  all(): AsyncGenerator<RepositoryFile>;
}

/**
 * The catalog's micro apps that come from repositories, page by page; those
 * that the registry itself shows there are left out.
 */
export function createRepositoryFiles(options: {
  catalog: CatalogService;
  auth: AuthService;
}): RepositoryFiles {
  const { catalog, auth } = options;
  return {
    async *all() {
      let cursor: string | undefined;
      do {
        const credentials = await auth.getOwnServiceCredentials();
        // First who they are: most come from the registry itself.
        const page = await catalog.queryEntities(
          cursor
            ? { cursor, limit: PAGE, fields: NAMES }
            : {
                filter: { kind: 'component', 'spec.type': MICRO_APP_TYPE },
                orderFields: [{ field: 'metadata.name', order: 'asc' }],
                fields: NAMES,
                limit: PAGE,
              },
          { credentials },
        );
        const refs = page.items
          .filter(isFromRepository)
          .map(entity => stringifyEntityRef(entity));
        if (refs.length > 0) {
          const whole = await catalog.getEntitiesByRefs(
            { entityRefs: refs },
            { credentials },
          );
          for (const entity of whole.items) {
            if (entity && isFromRepository(entity)) yield fileOf(entity);
          }
        }
        cursor = page.pageInfo.nextCursor;
      } while (cursor);
    },
  };
}

function originOf({ metadata }: Entity): string {
  const annotations = metadata.annotations ?? {};
  return (
    annotations[ANNOTATION_ORIGIN_LOCATION] ??
    annotations[ANNOTATION_LOCATION] ??
    'unknown'
  );
}

function isFromRepository(entity: Entity): boolean {
  return !originOf(entity).startsWith('micro-apps:');
}

function fileOf(entity: Entity): RepositoryFile {
  const entityRef = stringifyEntityRef(entity);
  const origin = originOf(entity);
  const location = entity.metadata.annotations?.[ANNOTATION_LOCATION] ?? origin;
  return {
    sourceId: sha256(JSON.stringify([entityRef, origin])),
    entityRef,
    origin,
    commit: COMMIT.exec(location)?.[1],
    proposal: registrationOfEntity(entity),
  };
}
