import type { AppRow, Connection } from './AppStore';
import { APPS, toAppRow, type AppRecord } from './DatabaseAppStore';

/** Some apps, by id. */
export async function appsById(
  connection: Connection,
  ids: readonly string[],
): Promise<ReadonlyMap<string, AppRow>> {
  const records = await connection<AppRecord>(APPS).whereIn('id', [...ids]);
  return new Map(records.map(record => [record.id, toAppRow(record)]));
}
