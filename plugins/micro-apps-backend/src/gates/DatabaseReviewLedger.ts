import {
  annualReview,
  type Circumstances,
  type DueClock,
  type Review,
} from '@micro-apps/governance-core';
import { rowsTogether } from '../kernel/DatabaseTogether';
import type { Connection } from '../registry/AppStore';
import { lastApprovedRequest } from './DatabaseApprovals';

/** Table of annual reviews by people. */
export const REVIEWS = 'micro_apps_reviews';
const DEPLOYMENTS = 'micro_apps_deployments';

/** Of one app, whether it runs, and since when it ever did. */
interface RunRecord {
  app_id: string;
  running: number | string;
  since: string;
}

// Stopped ones count for since when: a hold that ends begins no new year, and
// neither does what a later version replaced.
const runs = rowsTogether<RunRecord>({
  columns: ['app_id'],
  rows: connection =>
    connection(DEPLOYMENTS)
      .select('app_id')
      .min({ since: 'redeemed_at' })
      .select(
        connection.raw(
          "sum(case when state = 'running' then 1 else 0 end) as running",
        ),
      )
      .whereIn('state', ['running', 'superseded', 'stopped'])
      .whereNotNull('redeemed_at')
      .groupBy('app_id'),
});

const lastReviews = rowsTogether<{ app_id: string; at: string }>({
  columns: ['app_id'],
  rows: connection =>
    connection(REVIEWS).select('app_id').max({ at: 'at' }).groupBy('app_id'),
});

/**
 * When an app has to be looked at again, by what people decided so far:
 * reviews, and approvals that were not automatic (requirements R10). The year
 * begins when it first ran behind a gate, and is asked of it as long as it
 * does. Worked out anew each time it is asked, so nothing depends on a job.
 *
 * @param about.days - after which a person looks again; as shipped when left out
 */
export async function reviewClock(
  connection: Connection,
  about: { appId: string; days?: number; now: Date },
): Promise<DueClock> {
  const { appId, days, now } = about;
  const [run] = await runs(connection, appId);
  if (!run || Number(run.running) === 0) return { state: 'not-asked' };
  const [reviewed] = await lastReviews(connection, appId);
  const approved = await lastApprovedRequest(connection, {
    appId,
    byPeople: true,
  });
  const looks = [reviewed?.at, approved?.decidedAt];
  return annualReview({
    reviews: looks.flatMap((at): readonly Review[] =>
      at === undefined ? [] : [{ at, automatic: false }],
    ),
    inProductionSince: run.since,
    now: now.toISOString(),
    days,
  });
}

/** What the records say of the annual review. */
export async function reviewCircumstances(
  connection: Connection,
  about: { appId: string; days?: number; now: Date },
): Promise<Pick<Circumstances, 'inProduction' | 'reviewOverdue'>> {
  const { state } = await reviewClock(connection, about);
  return {
    inProduction: state !== 'not-asked',
    reviewOverdue: state === 'overdue',
  };
}
