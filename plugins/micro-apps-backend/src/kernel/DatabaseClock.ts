import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Database } from './database';
import type { Clock } from './types';

/** A host further off than this is told (reliability B6, "when X is down"). */
const MAX_SKEW_MS = 60_000;
/** The log repeats it after this time. */
const AGAIN_MS = 3_600_000;
/** An answer that took longer says too little about when it was given. */
const MAX_ROUND_TRIP_MS = 5_000;

/** The database's time, followed between two looks at it. */
export interface DatabaseClock {
  readonly now: Clock;
  /** Looks at the database's clock anew; rejects when it does not answer. */
  measure(): Promise<void>;
}

/**
 * One clock for all instances: that of the database, read now and then and
 * counted on by a counter that nobody can set, so that a host whose clock is
 * wrong, or is set while it runs, decides nothing early (reliability B6). With
 * SQLite the database's clock is the host's.
 *
 * @param options.elapsed - milliseconds of a counter that only goes forward
 */
export function createDatabaseClock(options: {
  database: Pick<Database, 'knex'>;
  logger: LoggerService;
  host?: Clock;
  elapsed?: () => number;
}): DatabaseClock {
  const { database, logger } = options;
  const { host = () => new Date(), elapsed = () => performance.now() } =
    options;
  const { knex } = database;
  if (knex.client.config.client !== 'pg') {
    return { now: host, measure: async () => undefined };
  }
  let known: { time: number; at: number } | undefined;
  let toldAt: number | undefined;

  function watch(time: number, at: number) {
    const seconds = Math.round((host().getTime() - time) / 1000);
    if (Math.abs(seconds) * 1000 <= MAX_SKEW_MS) {
      if (toldAt !== undefined) logger.info('The clock of this host is right');
      toldAt = undefined;
      return;
    }
    if (toldAt !== undefined && at - toldAt < AGAIN_MS) return;
    toldAt = at;
    logger.error(
      `The clock of this host is ${seconds} seconds off that of the database. Times are the database's; set the clock, because tokens and certificates are judged by it`,
    );
  }

  return {
    now: () => (known ? new Date(known.time + (elapsed() - known.at)) : host()),
    async measure() {
      const asked = elapsed();
      const { rows } = await knex.raw<{ rows: [{ now: string }] }>(
        'SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now',
      );
      const at = elapsed();
      const roundTrip = at - asked;
      if (known && roundTrip > MAX_ROUND_TRIP_MS) return;
      const time = Number(rows[0].now) + roundTrip / 2;
      known = { time, at };
      watch(time, at);
    },
  };
}
