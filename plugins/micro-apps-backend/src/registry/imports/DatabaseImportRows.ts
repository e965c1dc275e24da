import type { Knex } from 'knex';
import type { Connection } from '../AppStore';

const ROWS = 'micro_apps_import_rows';

/** A row of an import that made an app. */
export interface ImportedRow {
  readonly digest: string;
  readonly appId: string;
}

/** Whose import, and which. */
export interface ImportKey {
  readonly importedBy: string;
  readonly importId: string;
}

/** The rows that an import has made apps of so far, by their number. */
export async function importedRows(
  connection: Connection,
  { importedBy, importId }: ImportKey,
  range: { from: number; to: number },
): Promise<ReadonlyMap<number, ImportedRow>> {
  const records: {
    row: number | string;
    digest: string;
    app_id: string;
  }[] = await connection(ROWS)
    .where({ imported_by: importedBy, import_id: importId })
    .andWhere('row', '>=', range.from)
    .andWhere('row', '<=', range.to);
  return new Map(
    records.map(record => [
      Number(record.row),
      { digest: record.digest, appId: record.app_id },
    ]),
  );
}

/** Notes a row; throws the UNIQUE error when it has made an app already. */
export async function keepImportedRow(
  tx: Knex.Transaction,
  { importedBy, importId }: ImportKey,
  made: ImportedRow & { row: number; at: Date },
): Promise<void> {
  await tx(ROWS).insert({
    imported_by: importedBy,
    import_id: importId,
    row: made.row,
    digest: made.digest,
    app_id: made.appId,
    at: made.at.toISOString(),
  });
}
