import type { AffectedApp } from '@micro-apps/plugin-micro-apps-common';
import type { AffectedRow } from './DatabaseAffectedApps';
import type { VendorsDeps } from './vendorsDeps';

/** Affected apps as people see them, with where they run for others. */
export async function affectedView(
  { provisioning }: Pick<VendorsDeps, 'provisioning'>,
  rows: readonly AffectedRow[],
): Promise<readonly AffectedApp[]> {
  const links = await provisioning.liveLinks(rows.map(({ app }) => app.id));
  return rows.map(({ app, uses }) => ({
    id: app.id,
    name: app.name,
    entityRef: `component:default/${app.id}`,
    owner: app.registration.owner,
    businessUnit: app.registration.businessUnit,
    band: app.band,
    standing: app.standing,
    uses,
    live: (links.get(app.id) ?? []).map(({ environment }) => environment),
  }));
}
