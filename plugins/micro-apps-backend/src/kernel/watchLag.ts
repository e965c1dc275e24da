import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Database } from './database';
import { oldestDue } from './DatabaseOutbox';
import type { Clock } from './types';

/** Later than this is told (reliability, "SIEM"). */
const LATE_MS = 15 * 60_000;
const AGAIN_MS = 3_600_000;

/** Whether something that was due then is late now. */
export function isLate(dueSince: Date | undefined, now: Date): boolean {
  return dueSince !== undefined && now.getTime() - +dueSince > LATE_MS;
}

/**
 * Looks whether notes to do something are late, and says so in the log: when it
 * begins, every hour, and when it is over.
 */
export function createLagWatch(deps: {
  database: Database;
  clock: Clock;
  logger: LoggerService;
}): () => Promise<void> {
  const { database, clock, logger } = deps;
  let toldAt: number | undefined;
  return async () => {
    const now = clock();
    const oldest = await oldestDue(database.knex, now);
    if (isLate(oldest, now)) {
      if (toldAt !== undefined && now.getTime() - toldAt < AGAIN_MS) return;
      toldAt = now.getTime();
      logger.error(
        `Deliveries are late: the oldest has been due since ${oldest?.toISOString()}. Look at the page Deliveries for what holds them up`,
      );
    } else if (toldAt !== undefined) {
      toldAt = undefined;
      logger.info('Deliveries are on time again');
    }
  };
}
