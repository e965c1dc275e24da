import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const schema = `
  CREATE TABLE IF NOT EXISTS records (
    model TEXT NOT NULL,
    id TEXT NOT NULL,
    payload TEXT NOT NULL,
    client_id TEXT,
    grant_id TEXT,
    uid TEXT,
    expires_at INTEGER,
    PRIMARY KEY (model, id)
  );
  CREATE INDEX IF NOT EXISTS records_by_client ON records (client_id);
  CREATE INDEX IF NOT EXISTS records_by_grant ON records (model, grant_id);
  CREATE INDEX IF NOT EXISTS records_by_uid ON records (model, uid);
  CREATE TABLE IF NOT EXISTS settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  );
`;

/**
 * Opens the provider's database and creates its tables. The file holds private
 * keys, so only its owner may read it.
 */
export function openDatabase(file: string): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 2000;');
  database.exec(schema);
  deleteExpired(database);
  return database;
}

/** Deletes what has expired; lookups ignore such rows anyway. */
export function deleteExpired(database: DatabaseSync): void {
  database
    .prepare('DELETE FROM records WHERE expires_at < ?')
    .run(Math.floor(Date.now() / 1000) - 60);
}
