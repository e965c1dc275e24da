import type { AuthService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  accept,
  DATA_CLASSES,
  refuse,
  type Integration,
  type Result,
} from '@micro-apps/governance-core';
import {
  ANNOTATION_MINIMUM_CLASS,
  integrationOf,
} from '@micro-apps/plugin-micro-apps-common';
import type { Clock } from '../kernel/types';
import type { IntegrationCatalog } from './IntegrationCatalog';

const CACHE_MS = 10_000;
const PAGE = 200;
/** More than this is a mistake in the catalog, not a choice for people. */
const MAX = 2_000;

/** Scopes, APIs and vendors: catalog entities with a minimum class. */
export function createCatalogIntegrations(options: {
  catalog: CatalogService;
  auth: AuthService;
  clock: Clock;
}): Pick<IntegrationCatalog, 'described'> {
  const { catalog, auth, clock } = options;
  let kept: { at: number; items: readonly Integration[] } | undefined;

  async function read(): Promise<readonly Integration[]> {
    const credentials = await auth.getOwnServiceCredentials();
    const items: Integration[] = [];
    let cursor: string | undefined;
    do {
      const page = await catalog.queryEntities(
        cursor
          ? { cursor, limit: PAGE }
          : {
              filter: {
                [`metadata.annotations.${ANNOTATION_MINIMUM_CLASS}`]:
                  DATA_CLASSES.slice(),
              },
              orderFields: [{ field: 'metadata.name', order: 'asc' }],
              limit: PAGE,
            },
        { credentials },
      );
      items.push(...page.items.map(integrationOf));
      cursor = page.pageInfo.nextCursor;
    } while (cursor && items.length < MAX);
    return items.sort((a, b) => compare(sortKey(a), sortKey(b)));
  }

  async function described(): Promise<Result<readonly Integration[]>> {
    const now = clock().getTime();
    if (kept && now - kept.at < CACHE_MS) return accept(kept.items);
    try {
      kept = { at: now, items: await read() };
      return accept(kept.items);
    } catch {
      return refuse(
        'directory-unavailable',
        'The catalog of scopes and vendors cannot be reached right now. Try again in a minute',
      );
    }
  }

  return { described };
}

function sortKey({ kind, name }: Integration): string {
  return `${kind}/${name}`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
