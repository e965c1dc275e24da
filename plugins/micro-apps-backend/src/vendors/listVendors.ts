import {
  accept,
  type Integration,
  type VendorKind,
  type VendorState,
} from '@micro-apps/governance-core';
import {
  microAppsVendorReadPermission,
  type VendorsResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../kernel/commands';
import { decodeCursor, encodeCursor } from '../kernel/cursor';
import { listVendorRows, undecidedRows } from './DatabaseVendorList';
import { stateOf, vendorSummaryOf, type KnownVendor } from './knownVendor';
import type { VendorRow } from './vendorRecords';
import type { VendorsDeps } from './vendorsDeps';

/** `GET /v1/vendors`, as its schema hands it over. */
export interface ListVendors {
  readonly state?: VendorState;
  readonly kind?: VendorKind;
  readonly q?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/**
 * Vendors in the order of their names: those that people decided on or asked
 * for, out of the registry, merged with those that only the software catalog
 * holds, which are few.
 */
export function listVendors(
  deps: VendorsDeps,
): Command<ListVendors, VendorsResponse> {
  return {
    permission: microAppsVendorReadPermission,
    async run(context, { state, kind, q, limit, cursor }) {
      const { knex } = deps.database;
      const now = context.now.toISOString();
      const [after] = decodeCursor(cursor, 1) ?? [];
      const known = await deps.integrations.list();
      if (!known.ok) return known;
      const vendors = new Map(
        known.value.flatMap(each =>
          each.kind === 'vendor' ? [[each.name, each] as const] : [],
        ),
      );
      const inCatalog = [...vendors.values()]
        .filter(({ entityRef }) => entityRef !== undefined)
        .map(({ name }) => name);
      const filter = { state, kind, text: q?.trim(), now };
      const { rows, total } = await listVendorRows(knex, {
        filter,
        without: inCatalog,
        after,
        limit: limit + 1,
      });
      const described = await catalogVendors(deps, { vendors, inCatalog });
      const wanted = described.filter(vendor => fits(vendor, filter));
      const page = [
        ...rows.map(
          (row): KnownVendor => ({
            name: row.name,
            row,
            integration: vendors.get(row.name),
          }),
        ),
        ...wanted.filter(({ name }) => after === undefined || name > after),
      ].sort((a, b) => byName(a.name, b.name));
      const shown = page.slice(0, limit);
      const last = shown.at(-1);
      return accept({
        items: shown.map(vendor => vendorSummaryOf(vendor, now)),
        total: total + wanted.length,
        nextCursor:
          page.length > limit && last ? encodeCursor([last.name]) : undefined,
      });
    },
  };
}

/** What only the catalog decides on, with a request where there is one. */
async function catalogVendors(
  { database }: VendorsDeps,
  options: {
    vendors: ReadonlyMap<string, Integration>;
    inCatalog: readonly string[];
  },
): Promise<readonly KnownVendor[]> {
  const { vendors, inCatalog } = options;
  const { undecided, decided } = await undecidedRows(database.knex, inCatalog);
  const byNames = new Map<string, VendorRow>(
    undecided.map(row => [row.name, row]),
  );
  return inCatalog
    .filter(name => !decided.has(name))
    .map(name => ({
      name,
      row: byNames.get(name),
      integration: vendors.get(name),
    }));
}

function fits(
  vendor: KnownVendor,
  filter: {
    state?: VendorState;
    kind?: VendorKind;
    text?: string;
    now: string;
  },
): boolean {
  const { state, kind, text, now } = filter;
  const { title, kind: own, name } = vendorSummaryOf(vendor, now);
  const looked = `${title} ${name} ${
    vendor.integration?.hosts.join(' ') ?? ''
  }`.toLowerCase();
  return (
    (state === undefined || stateOf(vendor, now) === state) &&
    (kind === undefined || own === kind) &&
    (!text || looked.includes(text.toLowerCase()))
  );
}

function byName(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
