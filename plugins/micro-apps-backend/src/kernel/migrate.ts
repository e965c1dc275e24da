import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

/** Ours alone among the advisory locks of a database; `micro` in ASCII. */
const LOCK = 0x6d6963;
const WAIT_MS = 500;
/** Longest wait for another instance that brings the tables up to date. */
const PATIENCE_MS = 10 * 60_000;

/**
 * Brings the tables up to date, one instance at a time. A migration is a
 * transaction of its own, so that one that dies half-way leaves nothing. What
 * it does leave is knex's mark that somebody is at work; whoever holds the
 * database's own lock, which ends with its connection, knows better and takes
 * the mark away (reliability H1).
 */
export async function migrate(
  knex: Knex,
  options: { directory: string; logger: LoggerService; patienceMs?: number },
): Promise<void> {
  const { directory, logger, patienceMs = PATIENCE_MS } = options;
  const release = await takeLock(knex, patienceMs);
  try {
    if (await isMarked(knex)) {
      logger.warn(
        'An earlier start ended while it changed the tables; going on from there',
      );
      await knex.migrate.forceFreeMigrationsLock({ directory });
    }
    await knex.migrate.latest({ directory });
  } finally {
    await release();
  }
}

/** SQLite is for one instance; PostgreSQL lets one of several through. */
async function takeLock(
  knex: Knex,
  patienceMs: number,
): Promise<() => Promise<void>> {
  if (knex.client.config.client !== 'pg') return async () => undefined;
  const connection = await knex.client.acquireConnection();
  const ask = async (sql: string): Promise<boolean> => {
    const { rows } = await knex.raw(sql, [LOCK]).connection(connection);
    return rows[0].done;
  };
  const release = async () => {
    try {
      await ask('SELECT pg_advisory_unlock(?) AS done');
    } finally {
      await knex.client.releaseConnection(connection);
    }
  };
  const deadline = Date.now() + patienceMs;
  try {
    while (!(await ask('SELECT pg_try_advisory_lock(?) AS done'))) {
      if (Date.now() > deadline) {
        throw new Error(
          'Another instance has been changing the tables for too long. Look at its log, then start this one again',
        );
      }
      await sleep(WAIT_MS);
    }
  } catch (error) {
    await knex.client.releaseConnection(connection);
    throw error;
  }
  return release;
}

async function isMarked(knex: Knex): Promise<boolean> {
  const table = 'knex_migrations_lock';
  if (!(await knex.schema.hasTable(table))) return false;
  const row = await knex(table).first('is_locked');
  return Number(row?.is_locked) === 1;
}
