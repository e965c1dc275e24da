import { accept, type Result } from '@micro-apps/governance-core';
import {
  microAppsAppReadPermission,
  type AffectedAppsResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../kernel/commands';
import { decodeCursor, encodeCursor } from '../kernel/cursor';
import type { AffectedAppsPart, SharedCause } from '../kernel/parts';
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
  const { find } = affectedApps(deps);
  return {
    permission: microAppsAppReadPermission,
    lists: true,
    run: async ({ visible }, { limit, cursor, ...query }) =>
      await find(askedFor(query), { limit, cursor, visible }),
  };
}

/** The same for other capabilities. */
export function affectedApps(deps: VendorsDeps): AffectedAppsPart {
  return {
    async find(what, { limit, cursor, visible }) {
      const looked = await whatIsMeant(deps, what);
      if (!looked.ok) return looked;
      const [after] = decodeCursor(cursor, 1) ?? [];
      const { rows, more, total } = await listAffected(deps.database.knex, {
        wanted: looked.value,
        after,
        limit,
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

/** The schema lets exactly one of them through. */
function askedFor({
  vendor = '',
  api,
  scope,
  component,
}: Omit<ListAffectedApps, 'limit' | 'cursor'>): SharedCause {
  if (scope !== undefined) return { kind: 'scope', name: scope };
  if (component !== undefined) return { kind: 'component', name: component };
  return api === undefined
    ? { kind: 'vendor', name: vendor }
    : { kind: 'api', name: api };
}

async function whatIsMeant(
  { integrations }: VendorsDeps,
  { kind, name }: SharedCause,
): Promise<Result<readonly AppUse[]>> {
  if (kind === 'scope' || kind === 'component') {
    return accept(wanted({ kind, name }));
  }
  const known = await integrations.list();
  if (!known.ok) return known;
  if (kind === 'api') return accept(usesOfApi(name, known.value));
  const facts = known.value.find(
    each => each.kind === 'vendor' && each.name === name,
  );
  return accept(usesOfVendor(name, facts ?? { hosts: [], sdkPackages: [] }));
}
