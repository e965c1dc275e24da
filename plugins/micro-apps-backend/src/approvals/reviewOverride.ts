import {
  accept,
  CHANGE_REQUEST_TABLE,
  refuse,
  transition,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsRequestDecidePermission,
  type OverrideReviewRequest,
  type RequestView,
} from '@micro-apps/plugin-micro-apps-common';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { Command, CommandContext } from '../kernel/commands';
import { overrideOf, setReview } from './DatabaseOverrides';
import { leaveQueue, moveRequest } from './DatabaseRequests';
import { decideOn, type Deciding } from './decideOn';
import type { ApprovalsDeps } from './kinds';
import { mayReviewOverride } from './mayReviewOverride';
import { changedSinceYouLooked } from './refusals';
import { tellOfSecondLook } from './tellPeople';

/** The second look at an approval that was given in an emergency. */
export function reviewOverride(
  deps: ApprovalsDeps,
): Command<OverrideReviewRequest & { id: string }, RequestView> {
  return {
    permission: microAppsRequestDecidePermission,
    decides: true,
    run: (context, input) =>
      decideOn(deps, {
        id: input.id,
        context,
        before: async () => accept(true),
        act: deciding => look(deps, context, deciding, input),
      }),
  };
}

async function look(
  deps: ApprovalsDeps,
  context: CommandContext,
  { kind, subject, tx, request }: Deciding,
  { outcome, reason }: OverrideReviewRequest,
): Promise<Result<true>> {
  const { actor, now } = context;
  const override = await overrideOf(tx, request);
  if (!override || override.review) {
    return refuse(
      'not-in-this-state',
      override
        ? 'Somebody took the second look already. Reload the page'
        : 'This request was not approved in an emergency',
    );
  }
  const allowed = mayReviewOverride(deps, {
    request,
    subject,
    override,
    actor,
  });
  if (!allowed.ok) return allowed;
  const at = now.toISOString();
  const by = { ref: actor.ref, subject: actor.subject ?? '' };
  if (!(await setReview(tx, request, { by, outcome, reason, at }))) {
    return changedSinceYouLooked();
  }
  if (outcome === 'taken-back' && request.state === 'approved') {
    const moved = transition(CHANGE_REQUEST_TABLE, request.state, 'void');
    if (!moved.ok) return moved;
    const won = await moveRequest(tx, request, {
      state: moved.value,
      at,
      undecided: true,
    });
    if (!won) return changedSinceYouLooked();
    const followed = await kind.decided(tx, {
      request,
      subject,
      state: 'void',
      context,
    });
    if (!followed.ok) return followed;
  } else {
    await leaveQueue(tx, request, at);
  }
  await appendAuditEntry(tx, {
    at: now,
    actor,
    action: 'request.override-reviewed',
    appId: subject.app?.id,
    summary:
      outcome === 'upheld'
        ? 'Second look at the emergency approval: it stands'
        : 'Second look at the emergency approval: taken back',
    details: {
      requestId: request.id,
      outcome,
      wasOverdue: override.dueAt < at,
    },
    personal: { reason },
  });
  await tellOfSecondLook(tx, { request, subject, override, outcome, at: now });
  if (subject.app) {
    await enqueueAppChanged(tx, { appId: subject.app.id, at: now });
  }
  return accept(true);
}
