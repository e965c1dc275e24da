import type { Context } from './context.ts';
import { daysKept, deleteExpired, retentionSentence } from './retention.ts';

const HOUR = 3_600_000;

/**
 * Deletes expired records now and every hour, and logs each run: how many went
 * is the evidence that the window is honoured.
 */
export function keepRetention(context: Context): void {
  const { config, microApp, store, logger, now } = context;
  const rule = {
    retentionDays: microApp.retentionDays,
    environment: config.environment,
  };
  const days = daysKept(rule);
  const run = () => {
    try {
      const deleted = deleteExpired({ store, days, now: now() });
      logger.info(
        { event: 'retention', days, deleted },
        retentionSentence(rule),
      );
    } catch (error) {
      logger.error({ event: 'retention-failed', err: error });
    }
  };
  run();
  setInterval(run, HOUR).unref();
}
