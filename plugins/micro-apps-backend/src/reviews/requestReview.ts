import { accept, refuse, type Result } from '@micro-apps/governance-core';
import {
  microAppsRequestCreatePermission,
  type AnnualReviewView,
  type RequestReviewRequest,
} from '@micro-apps/plugin-micro-apps-common';
import { lockApp } from '../gates/DatabaseAppLock';
import type { Command } from '../kernel/commands';
import { accessOf, requireEdit } from '../registry/appAccess';
import type { AppRow } from '../registry/AppStore';
import { requireNotEnded } from '../registry/requireNotEnded';
import { unknownApp } from '../registry/unknownApp';
import { changedMeanwhile } from './attestReview';
import { viewOfReview } from './readReview';
import { reviewersOf, reviewSubject, wayOf } from './reviewKind';
import type { ReviewsDeps } from './reviewsDeps';

/** The owner's side asks reviewers to look at a Medium or High app. */
export function requestReview(
  deps: ReviewsDeps,
): Command<RequestReviewRequest & { id: string }, AnnualReviewView> {
  const { approvals, database, settings } = deps;
  return {
    permission: microAppsRequestCreatePermission,
    async run(context, { id, expectedVersion }) {
      const { actor, now } = context;
      const done = await database.transaction(
        async (tx): Promise<Result<AppRow>> => {
          const app = await lockApp(tx, id);
          if (!app) return unknownApp();
          const may = requireEdit(accessOf({ actor, app, settings }));
          if (!may.ok) return may;
          const alive = requireNotEnded(app);
          if (!alive.ok) return alive;
          if (app.version !== expectedVersion) return changedMeanwhile();
          if ((await wayOf(tx, { app, settings })) === 'attest') {
            return refuse(
              'not-in-this-state',
              'The owner confirms an app of low risk herself, line by line',
            );
          }
          const asked = await approvals.openRequest(tx, {
            kind: 'review',
            subjectId: app.id,
            subject: await reviewSubject(tx, app),
            envelope: app.envelope,
            requirements: await reviewersOf(tx, { app, settings }),
            actor,
            now,
          });
          return asked.ok ? accept(app) : asked;
        },
      );
      return done.ok
        ? accept(await viewOfReview(deps, context, done.value))
        : done;
    },
  };
}
