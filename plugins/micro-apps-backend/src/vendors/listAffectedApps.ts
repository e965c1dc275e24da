import { accept, type Result } from '@micro-apps/governance-core';
import {
  microAppsAppReadPermission,
  type AffectedAppsResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../kernel/commands';
import { decodeCursor, encodeCursor } from '../kernel/cursor';
import type { AppUse } from '../registry/DatabaseAppUses';
import { affectedView } from './affectedView';
import { listAffected } from './DatabaseAffectedApps';
import type { VendorsDeps } from './vendorsDeps';
import { usesOfApi, usesOfVendor, wanted } from './wantedUses';

/** `GET /v1/affected-apps`, as its schema hands it over. */
export interface ListAffectedApps {
  readonly vendor?: string;
  readonly api?: string;
  readonly scope?: string;
  readonly component?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** Who uses a vendor, an API, a scope or a component, at once (R6). */
export function listAffectedApps(
  deps: VendorsDeps,
): Command<ListAffectedApps, AffectedAppsResponse> {
  return {
    permission: microAppsAppReadPermission,
    lists: true,
    async run({ visible }, query) {
      const looked = await whatIsMeant(deps, query);
      if (!looked.ok) return looked;
      const { knex } = deps.database;
      const [after] = decodeCursor(query.cursor, 1) ?? [];
      const { rows, more, total } = await listAffected(knex, {
        wanted: looked.value,
        after,
        limit: query.limit,
        visible: { criteria: visible, settings: deps.settings },
      });
      const last = rows.at(-1);
      return accept({
        items: await affectedView(deps, rows),
        nextCursor: more && last ? encodeCursor([last.app.id]) : undefined,
        total,
      });
    },
  };
}

async function whatIsMeant(
  { integrations }: VendorsDeps,
  { vendor, api, scope, component }: ListAffectedApps,
): Promise<Result<readonly AppUse[]>> {
  if (scope !== undefined)
    return accept(wanted({ kind: 'scope', name: scope }));
  if (component !== undefined) {
    return accept(wanted({ kind: 'component', name: component }));
  }
  const known = await integrations.list();
  if (!known.ok) return known;
  if (api !== undefined) return accept(usesOfApi(api, known.value));
  const name = vendor ?? '';
  const facts = known.value.find(
    each => each.kind === 'vendor' && each.name === name,
  );
  return accept(usesOfVendor(name, facts ?? { hosts: [], sdkPackages: [] }));
}
