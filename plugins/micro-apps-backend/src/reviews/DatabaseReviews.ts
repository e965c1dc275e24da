import type { PastReview } from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { REVIEWS } from '../gates/DatabaseReviewLedger';
import type { Connection } from '../registry/AppStore';

const CLOCKS = 'micro_apps_review_clocks';
const DEPLOYMENTS = 'micro_apps_deployments';

interface ReviewRecord {
  id: string;
  app_id: string;
  at: string;
  version: number;
  envelope_hash: string;
  how: string;
  by_ref: string;
  by_subject: string | null;
  answers: string | null;
  request_id: string | null;
}

interface ClockRecord {
  app_id: string;
  next_at: string;
  days: number | null;
  told: string | null;
}

/** Writes a look at an app, and lets its clock be looked at anew. */
export async function insertReview(
  tx: Knex.Transaction,
  review: PastReview & {
    appId: string;
    envelopeHash: string;
    bySubject?: string;
    requestId?: string;
  },
): Promise<void> {
  await tx<ReviewRecord>(REVIEWS).insert({
    id: review.id,
    app_id: review.appId,
    at: review.at,
    version: review.version,
    envelope_hash: review.envelopeHash,
    how: review.how,
    by_ref: review.by,
    by_subject: review.bySubject ?? null,
    answers: review.answers ? JSON.stringify(review.answers) : null,
    request_id: review.requestId ?? null,
  });
  await tx<ClockRecord>(CLOCKS)
    .where({ app_id: review.appId })
    .update({ next_at: review.at });
}

/** Looks at an app, the latest first. */
export async function reviewsOf(
  connection: Connection,
  appId: string,
): Promise<readonly PastReview[]> {
  const records = await connection<ReviewRecord>(REVIEWS)
    .where({ app_id: appId })
    .orderBy([
      { column: 'at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(20);
  return records.map(record => ({
    id: record.id,
    at: record.at,
    how: record.how as PastReview['how'],
    by: record.by_ref,
    version: Number(record.version),
    answers: record.answers ? JSON.parse(record.answers) : undefined,
  }));
}

/**
 * Begins to watch apps that run in production and that nobody watches yet, at
 * most `limit`; they are due at once.
 * @returns how many it were
 */
export async function watchNewApps(
  tx: Knex.Transaction,
  { limit, at }: { limit: number; at: string },
): Promise<number> {
  const ids: string[] = await tx({ d: DEPLOYMENTS })
    .distinct('d.app_id')
    .where({ 'd.state': 'running' })
    .whereNotExists(
      tx({ c: CLOCKS }).select(tx.raw('1')).whereRaw('c.app_id = d.app_id'),
    )
    .limit(limit)
    .pluck('d.app_id');
  if (ids.length === 0) return 0;
  await tx<ClockRecord>(CLOCKS)
    .insert(ids.map(id => ({ app_id: id, next_at: at })))
    .onConflict('app_id')
    .ignore();
  return ids.length;
}

/**
 * Lets every clock be looked at anew that was worked out by another number of
 * days: the organisation has set it since.
 */
export async function followDays(
  tx: Knex.Transaction,
  { days, at }: { days: number; at: string },
): Promise<void> {
  await tx<ClockRecord>(CLOCKS)
    .whereNot({ days })
    .andWhere('next_at', '>', at)
    .update({ next_at: at, days });
}

/** Takes apps whose turn it is; nobody else does until `lease`. */
export async function claimClocks(
  tx: Knex.Transaction,
  options: { now: string; lease: string; limit: number },
): Promise<readonly string[]> {
  const query = tx<ClockRecord>(CLOCKS)
    .where('next_at', '<=', options.now)
    .orderBy(['next_at', 'app_id'])
    .limit(options.limit)
    .forUpdate();
  if (tx.client.config.client === 'pg') query.skipLocked();
  const ids = (await query).map(({ app_id: id }) => id);
  await tx<ClockRecord>(CLOCKS)
    .whereIn('app_id', ids)
    .update({ next_at: options.lease });
  return ids;
}

/** What was spoken of last. */
export async function toldOf(
  tx: Knex.Transaction,
  appId: string,
): Promise<string | undefined> {
  const record = await tx<ClockRecord>(CLOCKS)
    .where({ app_id: appId })
    .first('told');
  return record?.told ?? undefined;
}

/** Notes when to look again; without an instant nobody has to. */
export async function settleClock(
  tx: Knex.Transaction,
  clock: { appId: string; nextAt?: string; days?: number; told?: string },
): Promise<void> {
  const row = tx<ClockRecord>(CLOCKS).where({ app_id: clock.appId });
  if (clock.nextAt === undefined) {
    await row.delete();
    return;
  }
  await row.update({
    next_at: clock.nextAt,
    days: clock.days ?? null,
    told: clock.told ?? null,
  });
}
