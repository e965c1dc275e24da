import type { Knex } from 'knex';
import { rowsTogether } from '../kernel/DatabaseTogether';
import type { AppRow, Connection } from '../registry/AppStore';
import { APPS, toAppRow, type AppRecord } from '../registry/DatabaseAppStore';

const byId = rowsTogether<AppRecord>({
  columns: ['id'],
  rows: connection => connection(APPS),
});

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

/** Reads an app; in a transaction it takes the lock. */
export async function readOrLockApp(
  connection: Connection,
  id: string,
): Promise<AppRow | undefined> {
  if (isTransaction(connection)) return lockApp(connection, id);
  const [record] = await byId(connection, id);
  return record && toAppRow(record);
}

function isTransaction(connection: Connection): connection is Knex.Transaction {
  return Boolean(connection.isTransaction);
}
