import {
  accept,
  attestReview as mayAttest,
  refuse,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsAppUpdatePermission,
  type AnnualReviewView,
  type AttestReviewRequest,
} from '@micro-apps/plugin-micro-apps-common';
import { lockApp } from '../gates/DatabaseAppLock';
import { reviewClock } from '../gates/DatabaseReviewLedger';
import { reviewDaysNow } from '../gates/reviewDaysNow';
import type { Command } from '../kernel/commands';
import { accessOf } from '../registry/appAccess';
import type { AppRow } from '../registry/AppStore';
import { requireNotEnded } from '../registry/requireNotEnded';
import { unknownApp } from '../registry/unknownApp';
import { viewOfReview } from './readReview';
import { recordReview } from './recordReview';
import { wayOf } from './reviewKind';
import type { ReviewsDeps } from './reviewsDeps';

/** The owner of a Low app confirms its registration line by line. */
export function attestReview(
  deps: ReviewsDeps,
): Command<AttestReviewRequest & { id: string }, AnnualReviewView> {
  const { database, settings } = deps;
  return {
    permission: microAppsAppUpdatePermission,
    decides: true,
    async run(context, { id, expectedVersion, answers }) {
      const { actor, now } = context;
      const days = await reviewDaysNow(deps.policy);
      const done = await database.transaction(
        async (tx): Promise<Result<AppRow>> => {
          const app = await lockApp(tx, id);
          if (!app) return unknownApp();
          const may = mayAttest({
            band: app.band,
            reviewerNeeded: (await wayOf(tx, { app, settings })) === 'request',
            isOwner: accessOf({ actor, app, settings }).isOwner,
            actingDirectly: actor.direct,
            answers,
          });
          if (!may.ok) return may;
          const alive = requireNotEnded(app);
          if (!alive.ok) return alive;
          if (app.version !== expectedVersion) return changedMeanwhile();
          const clock = await reviewClock(tx, { appId: id, days, now });
          if (clock.state === 'not-asked') return notInProduction();
          await recordReview(tx, deps, { app, by: actor, answers, at: now });
          return accept(app);
        },
      );
      return done.ok
        ? accept(await viewOfReview(deps, context, done.value))
        : done;
    },
  };
}

/** The refusal where nobody has to look: the app does not run. */
function notInProduction(): Result<never> {
  return refuse(
    'not-in-this-state',
    'The app does not run for other people now, so nobody has to look at it',
  );
}

/** The refusal of a yes to something that is not there any more. */
export function changedMeanwhile(): Result<never> {
  return refuse(
    'changed-since-you-looked',
    'Somebody changed the registration since you opened it. Reload the page and look again',
  );
}
