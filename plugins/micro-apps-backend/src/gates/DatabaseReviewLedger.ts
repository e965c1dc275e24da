import {
  annualReview,
  type Circumstances,
  type DueClock,
  type Review,
} from '@micro-apps/governance-core';
import type { Connection } from '../registry/AppStore';
import { lastApprovedRequest } from './DatabaseApprovals';

/** Table of annual reviews by people. */
export const REVIEWS = 'micro_apps_reviews';
const DEPLOYMENTS = 'micro_apps_deployments';

/**
 * Since when an app is in production: the first time that it ran where there
 * is real data or users other than its makers, as long as it still does.
 */
async function inProductionSince(
  connection: Connection,
  appId: string,
): Promise<string | undefined> {
  const running = await connection(DEPLOYMENTS)
    .where({ app_id: appId, state: 'running' })
    .first('id');
  if (!running) return undefined;
  const first: { at?: string | null } | undefined = await connection(
    DEPLOYMENTS,
  )
    .where({ app_id: appId })
    .whereIn('state', ['running', 'superseded'])
    .min({ at: 'finished_at' })
    .first();
  return first?.at ?? undefined;
}

/**
 * When an app has to be looked at again, by what people decided so far:
 * reviews, and approvals that were not automatic (requirements R10). Worked out
 * anew each time it is asked, so nothing depends on a job.
 */
export async function reviewClock(
  connection: Connection,
  { appId, now }: { appId: string; now: Date },
): Promise<DueClock> {
  const since = await inProductionSince(connection, appId);
  if (since === undefined) return { state: 'not-asked' };
  const reviewed: string[] = await connection(REVIEWS)
    .where({ app_id: appId })
    .orderBy('at', 'desc')
    .limit(1)
    .pluck('at');
  const approved = await lastApprovedRequest(connection, {
    appId,
    byPeople: true,
  });
  const looks = [...reviewed, approved?.decidedAt];
  return annualReview({
    reviews: looks.flatMap((at): readonly Review[] =>
      at === undefined ? [] : [{ at, automatic: false }],
    ),
    inProductionSince: since,
    now: now.toISOString(),
  });
}

/** What the records say of the annual review. */
export async function reviewCircumstances(
  connection: Connection,
  about: { appId: string; now: Date },
): Promise<Pick<Circumstances, 'inProduction' | 'reviewOverdue'>> {
  const { state } = await reviewClock(connection, about);
  return {
    inProduction: state !== 'not-asked',
    reviewOverdue: state === 'overdue',
  };
}
