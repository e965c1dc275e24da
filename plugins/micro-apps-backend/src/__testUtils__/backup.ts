import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import createKnex, { type Knex } from 'knex';
import { DATABASE } from './databases';

const run = promisify(execFile);

/**
 * Backs databases up and restores them, as docs/how-to/operations.md says:
 * pg_dump and psql, or a copy of the file. Call it once, at the top of a file.
 */
export function useBackups() {
  const folder = mkdtempSync(join(tmpdir(), 'micro-apps-backup-'));
  const opened: Knex[] = [];
  afterAll(async () => {
    await Promise.all(opened.map(knex => knex.destroy()));
    rmSync(folder, { recursive: true, force: true });
  });
  let count = 0;
  return {
    /** Writes a backup of what is there now. */
    async backUp(knex: Knex): Promise<{ restore(): Promise<Knex> }> {
      count += 1;
      const file = join(folder, String(count));
      const restore =
        DATABASE === 'SQLITE_3'
          ? await copyFile(knex, file)
          : await dump(knex, file, `restored_${process.pid}_${count}`);
      return {
        async restore() {
          const restored = await restore();
          opened.push(restored);
          return restored;
        },
      };
    },
  };
}

async function copyFile(knex: Knex, file: string) {
  await knex.raw('vacuum into ?', [file]);
  return async () =>
    createKnex({
      client: 'better-sqlite3',
      connection: { filename: file },
      useNullAsDefault: true,
    });
}

async function dump(knex: Knex, file: string, database: string) {
  const { connection, searchPath } = knex.client.config;
  const [schema] = searchPath;
  const { host, port, user, password } = connection;
  const env = {
    ...process.env,
    PGHOST: host,
    PGPORT: String(port),
    PGUSER: user,
    PGPASSWORD: password,
  };
  const tool = (name: string) => join(process.env.POSTGRES_BIN ?? '', name);
  await run(
    tool('pg_dump'),
    ['--schema', schema, '--file', file, connection.database],
    { env },
  );
  return async () => {
    await knex.raw('create database ??', [database]);
    await run(
      tool('psql'),
      ['--quiet', '--set', 'ON_ERROR_STOP=1', '--file', file, database],
      { env },
    );
    return createKnex({
      client: 'pg',
      // Knex shows the password to nobody who copies.
      connection: { ...connection, password, database },
      searchPath: [schema],
      pool: { min: 0, max: 10, idleTimeoutMillis: 500 },
    });
  };
}
