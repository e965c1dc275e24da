import {
  confusableSkeleton,
  type VendorDecision,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { together } from '../kernel/DatabaseTogether';
import type { Connection } from '../registry/AppStore';
import {
  toVendorRow,
  VENDORS,
  type VendorRecord,
  type VendorRow,
} from './vendorRecords';

/** What a command says of a vendor; versions and dates are the store's. */
export type VendorContent = Omit<
  VendorRow,
  'rowVersion' | 'createdAt' | 'updatedAt'
>;

const everyDecision = together<'all', readonly VendorDecision[]>(
  async (connection, asked) => {
    const records = await connection<VendorRecord>(VENDORS)
      .whereIn('decision', ['approved', 'rejected', 'withdrawn'])
      .orderBy('name');
    const decided = records.map(toVendorRow);
    return asked.map(() => decided);
  },
);

/** Reads a vendor; in a transaction others who would change it wait. */
export async function readOrLockVendor(
  connection: Connection,
  name: string,
): Promise<VendorRow | undefined> {
  const query = connection<VendorRecord>(VENDORS).where({ name });
  if (connection.isTransaction) query.forUpdate();
  const record = await query.first();
  return record && toVendorRow(record);
}

/** Vendors whose title or name looks like this one. */
export async function vendorsLike(
  connection: Connection,
  wanted: { name: string; title: string },
): Promise<readonly VendorRow[]> {
  const skeletons = [wanted.title, wanted.name].map(confusableSkeleton);
  const records = await connection<VendorRecord>(VENDORS)
    .whereIn('skeleton', skeletons)
    .orWhere({ name: wanted.name })
    .orderBy('name')
    .limit(20);
  return records.map(toVendorRow);
}

/** Everything that people decided, for the integration catalog. */
export function decidedVendors(
  connection: Connection,
): Promise<readonly VendorDecision[]> {
  return everyDecision(connection, 'all');
}

/** Writes a new vendor; throws the UNIQUE error when it is there. */
export async function insertVendor(
  tx: Knex.Transaction,
  vendor: VendorContent,
  at: string,
): Promise<void> {
  await tx(VENDORS).insert({
    ...columnsOf(vendor),
    name: vendor.name,
    row_version: 1,
    created_at: at,
    updated_at: at,
  });
}

/** Changes a vendor; throws when somebody changed it under the lock. */
export async function updateVendor(
  tx: Knex.Transaction,
  before: VendorRow,
  changes: Partial<VendorContent>,
  at: string,
): Promise<VendorRow> {
  const after = { ...before, ...changes };
  const rowVersion = before.rowVersion + 1;
  const changed = await tx(VENDORS)
    .where({ name: before.name, row_version: before.rowVersion })
    .update({ ...columnsOf(after), row_version: rowVersion, updated_at: at });
  if (changed !== 1) throw new Error(`Vendor ${before.name} moved`);
  return { ...after, rowVersion, updatedAt: at };
}

function columnsOf(vendor: VendorContent) {
  const { facts, asked } = vendor;
  return {
    title: vendor.title,
    skeleton: confusableSkeleton(vendor.title).slice(0, 200),
    kind: vendor.kind,
    decision: vendor.decision,
    decided_at: vendor.decidedAt ?? null,
    approved_until: vendor.approvedUntil ?? null,
    minimum_class: vendor.minimumClass ?? null,
    approved_facts: facts ? JSON.stringify(facts) : null,
    asked_facts: asked ? JSON.stringify(asked) : null,
    findings: vendor.findings ?? null,
    reason: vendor.reason ?? null,
    review: vendor.review,
    request_id: vendor.requestId ?? null,
    asked_version: vendor.askedVersion,
    search_text: `${vendor.title} ${vendor.name} ${
      (facts ?? asked)?.hosts.join(' ') ?? ''
    }`.toLowerCase(),
  };
}
