import {
  accept,
  floorDecision,
  type GateDecision,
} from '@micro-apps/governance-core';
import {
  microAppsAppReadPermission,
  type AnnualReviewView,
} from '@micro-apps/plugin-micro-apps-common';
import { undecidedRequestId } from '../gates/DatabaseApprovals';
import { reviewClock } from '../gates/DatabaseReviewLedger';
import { judgeApp } from '../gates/judgeApp';
import { reviewDaysNow } from '../gates/reviewDaysNow';
import type { Command, CommandContext } from '../kernel/commands';
import { productionEnvironment } from '../kernel/settings';
import { askPolicy } from '../policy/askPolicy';
import { mergePolicy } from '../policy/mergePolicy';
import { policyQuestion } from '../policy/policyQuestion';
import { accessOf } from '../registry/appAccess';
import type { AppRow } from '../registry/AppStore';
import { unknownApp } from '../registry/unknownApp';
import { reviewsOf } from './DatabaseReviews';
import { wayOf } from './reviewKind';
import type { ReviewsDeps } from './reviewsDeps';

/** `GET /v1/apps/:id/review`: when it is due, by whom, and what was said. */
export function readReview(
  deps: ReviewsDeps,
): Command<{ id: string }, AnnualReviewView> {
  return {
    permission: microAppsAppReadPermission,
    async run(context, { id }) {
      const app = await deps.apps.get(deps.database.knex, id);
      return app
        ? accept(await viewOfReview(deps, context, app))
        : unknownApp();
    },
  };
}

/** The review of an app as it stands, and what this person can do about it. */
export async function viewOfReview(
  deps: ReviewsDeps,
  { actor, now }: Pick<CommandContext, 'actor' | 'now'>,
  app: AppRow,
): Promise<AnnualReviewView> {
  const { database, settings } = deps;
  const { knex } = database;
  const days = await reviewDaysNow(deps.policy);
  const clock = await reviewClock(knex, { appId: app.id, days, now });
  const requestId = await undecidedRequestId(knex, {
    kind: 'review',
    subjectId: app.id,
  });
  const { isOwner, canEdit, canRead } = accessOf({ actor, app, settings });
  const asked = clock.state !== 'not-asked';
  const way = await wayOf(knex, { app, settings });
  const renewal =
    clock.state === 'overdue' ? await renewalOf(deps, app, now) : undefined;
  return {
    ...clock,
    way,
    requestId,
    // What owners answered is for those who are concerned.
    reviews: (await reviewsOf(knex, app.id)).map(review => ({
      ...review,
      answers: canRead ? review.answers : undefined,
    })),
    renewal: (renewal?.violations ?? []).map(({ because, next }) => ({
      because,
      next,
    })),
    viewer: {
      mayAttest: asked && way === 'attest' && isOwner,
      mayAsk: asked && way === 'request' && canEdit && requestId === undefined,
    },
  };
}

/**
 * What the core and company rules say at the gate `renew`, of the review: it
 * is shown, and the next promotion asks for it. What runs goes on.
 */
async function renewalOf(
  deps: ReviewsDeps,
  app: AppRow,
  now: Date,
): Promise<GateDecision | undefined> {
  const { database, integrations, policy, settings } = deps;
  const found = await integrations.forRegistration(app.registration);
  if (!found.ok) return undefined;
  const { assessment, findings } = await judgeApp({
    connection: database.knex,
    app,
    commit: undefined,
    integrations: found.value,
    model: settings.riskModel,
    reviewDays: await reviewDaysNow(policy),
    now,
  });
  const ofReview = findings.filter(
    ({ controlId }) => controlId === 'annual-review',
  );
  const { decision } = await askPolicy({
    policy,
    input: policyQuestion({
      gate: 'renew',
      app,
      registration: app.registration,
      integrations: found.value,
      assessment,
      findings,
      environment: productionEnvironment(settings),
      now,
    }),
  });
  return mergePolicy(
    floorDecision({
      gate: 'renew',
      findings: ofReview,
      band: app.band,
      approval: 'approved',
      standing: app.standing,
      environmentIsProduction: true,
    }),
    {
      ...decision,
      violations: decision.violations.filter(
        ({ controlId }) => controlId === 'annual-review',
      ),
    },
  );
}
