import type { VendorState } from '@micro-apps/governance-core';
import type { Connection } from '../registry/AppStore';
import {
  toVendorRow,
  VENDORS,
  type VendorRecord,
  type VendorRow,
} from './vendorRecords';

/** What a list of vendors can be narrowed to. */
export interface VendorFilter {
  readonly state?: VendorState;
  readonly kind?: string;
  readonly text?: string;
  /** ISO instant that approvals are compared with. */
  readonly now: string;
}

/** Vendors of the registry in the order of their names, from `after` on. */
export async function listVendorRows(
  connection: Connection,
  options: {
    filter: VendorFilter;
    /** Names that the software catalog holds; their undecided rows do not count. */
    without: readonly string[];
    after?: string;
    limit: number;
  },
): Promise<{ rows: readonly VendorRow[]; total: number }> {
  const { filter, without, after, limit } = options;
  const query = () =>
    narrowed(connection, filter).andWhereNot(catalogs =>
      catalogs.where({ decision: 'none' }).whereIn('name', [...without]),
    );
  const page = query().orderBy('name').limit(limit);
  if (after !== undefined) page.andWhere('name', '>', after);
  const records: VendorRecord[] = await page;
  const counted = await query().count<{ n: number | string }[]>({ n: '*' });
  return { rows: records.map(toVendorRow), total: Number(counted[0]?.n ?? 0) };
}

/**
 * Of the names that the software catalog holds: those that people decided on,
 * and the rows of those that somebody only asked for.
 */
export async function undecidedRows(
  connection: Connection,
  names: readonly string[],
): Promise<{
  decided: ReadonlySet<string>;
  undecided: readonly VendorRow[];
}> {
  const records = await connection<VendorRecord>(VENDORS).whereIn('name', [
    ...names,
  ]);
  const rows = records.map(toVendorRow);
  return {
    decided: new Set(
      rows.flatMap(({ name, decision }) => (decision === 'none' ? [] : [name])),
    ),
    undecided: rows.filter(({ decision }) => decision === 'none'),
  };
}

function narrowed(connection: Connection, filter: VendorFilter) {
  const { state, kind, text, now } = filter;
  const query = connection(VENDORS);
  if (kind) query.where({ kind });
  if (text) {
    // `\` first, then the two signs that mean something to LIKE.
    const pattern = text.toLowerCase().replace(/[\\%_]/g, '\\$&');
    query.whereRaw(`search_text LIKE ? ESCAPE '\\'`, [`%${pattern}%`]);
  }
  switch (state) {
    case undefined:
      return query;
    case 'approved':
      return query
        .where({ decision: 'approved' })
        .andWhere('approved_until', '>', now);
    case 'expired':
      return query
        .where({ decision: 'approved', review: 'none' })
        .andWhere('approved_until', '<=', now);
    case 'requested':
    case 'in-review':
      return query
        .where({ review: state })
        .andWhere(other =>
          other
            .whereNot({ decision: 'approved' })
            .orWhere('approved_until', '<=', now),
        );
    default:
      return query.where({
        review: 'none',
        decision: state === 'taken-back' ? 'none' : state,
      });
  }
}
