import type { Knex } from 'knex';
import { dropSilentConnections } from './silentConnections';

const MAX_ATTEMPTS = 3;

/** The plugin's database with one way to open a transaction. */
export interface Database {
  readonly knex: Knex;
  /**
   * Runs `work` in one transaction. A lost race (deadlock, serialisation
   * failure, busy database) is tried again, at most three times in all;
   * therefore `work` does database work only.
   * Never use `knex` inside `work`: SQLite has a single connection.
   */
  transaction<T>(work: (tx: Knex.Transaction) => Promise<T>): Promise<T>;
}

/** Longest wait for a row that somebody else holds. */
const LOCK_WAIT = '10s';
/** After this the server ends a transaction that says nothing, and its locks. */
const SILENCE = '60s';

/**
 * Wraps Backstage's knex client. On PostgreSQL a transaction reads what is
 * committed, whatever the server's default is, because the locks that commands
 * take are made for that; and no wait in it is without end (reliability H3).
 */
export function createDatabase(knex: Knex): Database {
  const onPostgres = knex.client.config.client === 'pg';
  if (onPostgres) dropSilentConnections(knex);
  async function once<T>(work: (tx: Knex.Transaction) => Promise<T>) {
    if (!onPostgres) return await knex.transaction(work);
    return await knex.transaction(
      async tx => {
        await tx.raw(
          `SET LOCAL lock_timeout = '${LOCK_WAIT}'; SET LOCAL idle_in_transaction_session_timeout = '${SILENCE}'`,
        );
        return await work(tx);
      },
      { isolationLevel: 'read committed' },
    );
  }
  return {
    knex,
    async transaction(work) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await once(work);
        } catch (error) {
          if (attempt >= MAX_ATTEMPTS || !isLostRace(error)) throw error;
          await new Promise(resolve =>
            setTimeout(resolve, 20 * attempt * (1 + Math.random())),
          );
        }
      }
    },
  };
}

/** 40001 serialisation failure, 40P01 deadlock; SQLITE_BUSY and kin. */
export function isLostRace(error: unknown): boolean {
  const code = errorCode(error);
  return code === '40001' || code === '40P01' || code.startsWith('SQLITE_BUSY');
}

/** True when a UNIQUE rule of the database refused a row. */
export function isUniqueViolation(error: unknown): boolean {
  const code = errorCode(error);
  return (
    code === '23505' ||
    code === 'SQLITE_CONSTRAINT_UNIQUE' ||
    code === 'SQLITE_CONSTRAINT_PRIMARYKEY'
  );
}

/** What drivers say, without a code, of a connection that is not there. */
const NO_CONNECTION =
  /(Query read timeout|timeout expired|Connection terminated.*|Client (was closed|has encountered a connection error).*)$/;

/**
 * True when the database cannot be reached or written to right now: no
 * connection, no answer, shutting down, no space, read-only, a row held for too
 * long, or every connection in use.
 */
export function isDatabaseAway(error: unknown): boolean {
  const code = errorCode(error);
  if (code === '') return error instanceof Error && isSilence(error);
  return (
    // PostgreSQL: connection (08), resources (53), shutdown (57P), read-only,
    // its own timeouts for a statement, a lock, a silent transaction.
    /^(08...|53...|57P0[1-5]|57014|55P03|25P03|25006)$/.test(code) ||
    /^SQLITE_(BUSY|LOCKED|READONLY|FULL|IOERR|CANTOPEN|NOTADB)/.test(code) ||
    /^E(CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN)$/.test(
      code,
    )
  );
}

function isSilence({ name, message }: Error): boolean {
  return name === 'KnexTimeoutError' || NO_CONNECTION.test(message);
}

/**
 * What went wrong, for a log: knex puts the whole statement with its values in
 * front of the driver's words, and values are people's (reliability P11).
 */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!isDatabaseError(error)) return `${error.name}: ${error.message}`;
  const words = error.message.slice(error.message.lastIndexOf(' - ') + 1);
  return `${error.name} ${errorCode(error)}: ${words.replace(/^- /, '')}`;
}

/** True for what a database driver says; its words are not for people. */
export function isDatabaseError(error: unknown): boolean {
  return /^(SQLITE_.+|[0-9FHPX][0-9A-Z]{4})$/.test(errorCode(error));
}

function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? code : '';
}
