import { matchIntegrations } from '@micro-apps/governance-core';
import type {
  CatalogApp,
  CatalogAppsResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { AppRow } from '../registry/AppStore';
import { boundLocations } from '../registry/repositories/DatabaseSources';
import { listAppsById } from './DatabaseAppList';
import type { ViewDeps } from './viewDeps';

/** What the catalog shows of apps, a page in the order of their ids. */
export async function readCatalogApps(
  deps: ViewDeps,
  query: { id?: string; cursor?: string; limit: number },
): Promise<CatalogAppsResponse> {
  const { database, provisioning, integrations } = deps;
  const rows = await listAppsById(database.knex, {
    id: query.id,
    after: query.cursor,
    limit: query.limit + 1,
  });
  const page = rows.slice(0, query.limit);
  const links = await provisioning.liveLinks(page.map(({ id }) => id));
  const known = await integrations.list();
  const locations = await boundLocations(
    database.knex,
    page.map(({ id }) => id),
  );
  const items = page.map((app): CatalogApp => {
    const live = links.get(app.id) ?? [];
    const { used } = matchIntegrations({
      registration: app.registration,
      integrations: known.ok ? known.value : [],
    });
    return {
      id: app.id,
      name: app.name,
      purpose: app.registration.purpose,
      owner: app.registration.owner,
      classification: app.registration.classification,
      effectiveClass: app.effectiveClass,
      dataTypes: app.registration.dataTypes.map(({ category }) => category),
      band: app.band,
      standing: app.standing,
      lifecycle: lifecycleOf(app, live.length > 0),
      links: live.map(({ environment, url }) => ({
        url,
        title: `Open in ${environment}`,
      })),
      dependsOn: used.flatMap(({ integration }) =>
        integration.entityRef ? [integration.entityRef] : [],
      ),
      repository: locations.get(app.id),
    };
  });
  return {
    items,
    nextCursor: rows.length > query.limit ? page.at(-1)?.id : undefined,
  };
}

/** `spec.lifecycle` in the catalog's words (architecture, The model). */
function lifecycleOf(app: AppRow, live: boolean): CatalogApp['lifecycle'] {
  if (app.standing === 'retired' || app.standing === 'disposed') {
    return 'deprecated';
  }
  return live ? 'production' : 'experimental';
}
