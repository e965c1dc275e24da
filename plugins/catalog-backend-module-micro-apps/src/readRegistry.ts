import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  catalogAppsResponse,
  type CatalogApp,
} from '@micro-apps/plugin-micro-apps-common';

/** What the catalog reads from the registry. */
export interface RegistryReader {
  /** Every app, a page at a time; rejects when any page cannot be read. */
  all(): Promise<readonly CatalogApp[]>;
  /** `undefined` when the app is not there. */
  one(appId: string): Promise<CatalogApp | undefined>;
}

const PAGE = 200;

/** Reads the registry with the catalog's own service token. */
export function readRegistry(services: {
  auth: AuthService;
  discovery: DiscoveryService;
}): RegistryReader {
  async function page(query: URLSearchParams) {
    const { token } = await services.auth.getPluginRequestToken({
      onBehalfOf: await services.auth.getOwnServiceCredentials(),
      targetPluginId: 'micro-apps',
    });
    const base = await services.discovery.getBaseUrl('micro-apps');
    const response = await fetch(`${base}/v1/catalog/apps?${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return catalogAppsResponse.parse(await response.json());
  }

  return {
    async all() {
      const apps: CatalogApp[] = [];
      let cursor: string | undefined;
      do {
        const query = new URLSearchParams({ limit: String(PAGE) });
        if (cursor) {
          query.set('cursor', cursor);
        }
        const answer = await page(query);
        apps.push(...answer.items);
        cursor = answer.nextCursor;
      } while (cursor);
      return apps;
    },
    async one(appId) {
      const answer = await page(new URLSearchParams({ id: appId }));
      return answer.items.find(app => app.id === appId);
    },
  };
}
