import { DAY, instantAfter } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { lockApp } from '../gates/DatabaseAppLock';
import { reviewClock } from '../gates/DatabaseReviewLedger';
import { reviewDaysNow } from '../gates/reviewDaysNow';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { BackendDeps } from '../kernel/deps';
import { SYSTEM_ACTOR } from '../kernel/types';
import type { AppRow } from '../registry/AppStore';
import {
  claimClocks,
  followDays,
  settleClock,
  toldOf,
  watchNewApps,
} from './DatabaseReviews';
import { tellOverdue, tellSoon } from './reviewNotices';

const PAGE = 100;
const NEW_APPS = 500;
/** A replica that dies in mid-work is taken over after this. */
const LEASE_MS = 120_000;
/** Spoken of this long before, and again this long after. */
const MONTH_MS = 30 * DAY;

/**
 * Reminds of annual reviews: each app in production has a row with the instant
 * of its next look, taken by one replica, so that nothing is told twice and a
 * stopped backend forgets nothing. Whether a review is late is never read from
 * here; that is worked out whenever it is asked.
 */
export function watchReviews(
  deps: Pick<BackendDeps, 'clock' | 'database' | 'policy'>,
): () => Promise<void> {
  const { clock, database, policy } = deps;
  return async function watch() {
    const days = await reviewDaysNow(policy);
    const at = clock().toISOString();
    await database.transaction(tx => followDays(tx, { days, at }));
    for (;;) {
      const found = await database.transaction(tx =>
        watchNewApps(tx, { limit: NEW_APPS, at }),
      );
      if (found < NEW_APPS) break;
    }
    for (;;) {
      const now = clock();
      const ids = await database.transaction(tx =>
        claimClocks(tx, {
          now: now.toISOString(),
          lease: new Date(now.getTime() + LEASE_MS).toISOString(),
          limit: PAGE,
        }),
      );
      if (ids.length === 0) return;
      for (const appId of ids) {
        await database.transaction(async tx => {
          const app = await lockApp(tx, appId);
          await (app
            ? look(tx, app, { days, now: clock() })
            : settleClock(tx, { appId }));
        });
      }
    }
  };
}

async function look(
  tx: Knex.Transaction,
  app: AppRow,
  { days, now }: { days: number; now: Date },
): Promise<void> {
  const appId = app.id;
  const { state, dueAt = '' } = await reviewClock(tx, { appId, days, now });
  const told = await toldOf(tx, appId);
  const inAMonth = new Date(now.getTime() + MONTH_MS).toISOString();
  if (state === 'not-asked') {
    // Its next promotion brings it back.
    await settleClock(tx, { appId });
    return;
  }
  if (state === 'running') {
    const soon = instantAfter(dueAt, -MONTH_MS) ?? inAMonth;
    await settleClock(tx, { appId, nextAt: soon, days });
    return;
  }
  const telling = `${state} ${dueAt}`;
  if (state === 'soon') {
    if (told !== telling) await tellSoon(tx, { app, dueAt, at: now });
    await settleClock(tx, { appId, nextAt: dueAt, days, told: telling });
    return;
  }
  await settleClock(tx, { appId, nextAt: inAMonth, days, told: telling });
  await tellOverdue(tx, { app, dueAt, at: now });
  if (told === telling) return;
  await appendAuditEntry(tx, {
    at: now,
    actor: SYSTEM_ACTOR,
    action: 'review.overdue',
    appId,
    summary: 'Nobody has looked at the app for a year; it keeps running',
    details: { dueAt },
  });
  await enqueueAppChanged(tx, { appId, at: now });
}
