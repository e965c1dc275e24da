import type { SchedulerService } from '@backstage/backend-plugin-api';
import { watchApprovers } from './approvals/watchApprovers';
import { watchPolicy } from './flows/watchPolicy';
import type { DatabaseClock } from './kernel/DatabaseClock';
import { cleanOutbox } from './kernel/outbox';
import { createLagWatch } from './kernel/watchLag';
import { countAgain } from './views/numbers/countEverything';
import { reconcileRepositories } from './registry/repositories/reconcileRepositories';

type Deps = Parameters<typeof watchPolicy>[0] &
  Parameters<typeof reconcileRepositories>[0] &
  Parameters<typeof createLagWatch>[0] &
  Parameters<typeof watchApprovers>[0] & {
    readonly databaseClock: DatabaseClock;
    readonly containment: { watch(): Promise<void> };
    readonly notices: { tidy(): Promise<unknown> };
    readonly retention: { sweep(): Promise<unknown> };
    readonly reviews: { watch(): Promise<void> };
    readonly succession: { watch(): Promise<void> };
  };

/**
 * What is looked at now and then. Nothing that is due waits for one of these:
 * due dates are rows, and rights are compared when they are used.
 */
export async function scheduleTasks(
  scheduler: SchedulerService,
  deps: Deps,
): Promise<void> {
  const { clock, database, databaseClock, notices } = deps;
  const { containment, retention, reviews, succession } = deps;
  await scheduler.scheduleTask({
    id: 'micro-apps-company-rules',
    frequency: { minutes: 1 },
    timeout: { minutes: 5 },
    fn: () => watchPolicy(deps),
  });
  // Each instance follows the database's clock for itself.
  await scheduler.scheduleTask({
    id: 'micro-apps-clock',
    frequency: { minutes: 1 },
    timeout: { minutes: 1 },
    scope: 'local',
    fn: () => databaseClock.measure(),
  });
  await scheduler.scheduleTask({
    id: 'micro-apps-repositories',
    frequency: { minutes: 5 },
    timeout: { minutes: 10 },
    // The catalog has read its files by then.
    initialDelay: { seconds: 30 },
    fn: () => reconcileRepositories(deps),
  });
  await scheduler.scheduleTask({
    id: 'micro-apps-owners',
    frequency: { minutes: 1 },
    timeout: { minutes: 10 },
    initialDelay: { seconds: 60 },
    fn: () => succession.watch(),
  });
  await scheduler.scheduleTask({
    id: 'micro-apps-reviews',
    frequency: { minutes: 1 },
    timeout: { minutes: 5 },
    fn: () => reviews.watch(),
  });
  await scheduler.scheduleTask({
    id: 'micro-apps-approvers',
    frequency: { minutes: 15 },
    timeout: { minutes: 5 },
    initialDelay: { seconds: 60 },
    fn: watchApprovers(deps),
  });
  await scheduler.scheduleTask({
    id: 'micro-apps-deliveries-late',
    frequency: { minutes: 1 },
    timeout: { minutes: 1 },
    fn: createLagWatch(deps),
  });
  await scheduler.scheduleTask({
    id: 'micro-apps-retention',
    frequency: { minutes: 1 },
    timeout: { minutes: 10 },
    fn: async () => {
      await retention.sweep();
    },
  });
  await scheduler.scheduleTask({
    id: 'micro-apps-containment',
    frequency: { minutes: 5 },
    timeout: { minutes: 10 },
    initialDelay: { seconds: 60 },
    fn: () => containment.watch(),
  });
  await scheduler.scheduleTask({
    id: 'micro-apps-numbers',
    frequency: { minutes: 1 },
    timeout: { minutes: 10 },
    fn: async () => {
      await countAgain(deps);
    },
  });
  await scheduler.scheduleTask({
    id: 'micro-apps-tidy-deliveries',
    frequency: { hours: 1 },
    timeout: { minutes: 10 },
    fn: async () => {
      await cleanOutbox({ database, now: clock() });
      await notices.tidy();
    },
  });
}
