import type { Knex } from 'knex';
import type { AppRow } from '../registry/AppStore';
import { APPS, toAppRow, type AppRecord } from '../registry/DatabaseAppStore';

/**
 * Reads an app and keeps others from changing it until the transaction ends.
 * Everything that decides about an app takes this lock first, so that two
 * decisions, or a decision and an edit, come one after the other.
 */
export async function lockApp(
  tx: Knex.Transaction,
  id: string,
): Promise<AppRow | undefined> {
  const record = await tx<AppRecord>(APPS).where({ id }).forUpdate().first();
  return record ? toAppRow(record) : undefined;
}
