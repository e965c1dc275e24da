import {
  accept,
  CHANGE_REQUEST_TABLE,
  refuse,
  transition,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsRequestOverridePermission,
  type OverrideRequest,
  type RequestView,
} from '@micro-apps/plugin-micro-apps-common';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { Command, CommandContext } from '../kernel/commands';
import { insertOverride } from './DatabaseOverrides';
import { moveRequest } from './DatabaseRequests';
import { decideOn, type Deciding } from './decideOn';
import type { ApprovalsDeps } from './kinds';
import { mayOverride } from './mayOverride';
import { changedSinceYouLooked } from './refusals';
import { requestNow } from './requestNow';
import { requireSame } from './requireSame';
import { tellOfOverride } from './tellPeople';

/** Somebody else looks at it within a day (reliability A9). */
const SECOND_LOOK_HOURS = 24;

/**
 * Approves an app in an emergency, without the usual people. It replaces them
 * and nothing else: separation of duties holds, and scans and company rules are
 * asked at the gate as ever. It has its own event, and a second look is due.
 */
export function overrideRequest(
  deps: ApprovalsDeps,
): Command<OverrideRequest & { id: string }, RequestView> {
  return {
    permission: microAppsRequestOverridePermission,
    decides: true,
    run: (context, input) =>
      decideOn(deps, {
        id: input.id,
        context,
        before: async () => accept(true),
        act: deciding => approveAnyway(deps, context, deciding, input),
      }),
  };
}

async function approveAnyway(
  deps: ApprovalsDeps,
  context: CommandContext,
  deciding: Deciding,
  input: OverrideRequest,
): Promise<Result<true>> {
  const { kind, subject, tx } = deciding;
  const { actor, now } = context;
  if (kind.kind !== 'app') {
    return refuse(
      'not-in-this-state',
      'Only the approval of an app can be given in an emergency. Ask the reviewers',
    );
  }
  const fits = requireSame(deciding.request, subject, input);
  if (!fits.ok) return fits;
  const request = await requestNow({ ...deciding, connection: tx });
  const may = mayOverride({ ...deps, request, subject, actor });
  if (!may.ok) return may;
  const allowed = kind.allows?.({
    request,
    subject,
    choice: 'approve',
    context,
  });
  if (allowed?.ok === false) return allowed;
  const moved = transition(CHANGE_REQUEST_TABLE, request.state, 'approve');
  if (!moved.ok) return moved;
  const at = now.toISOString();
  const dueAt = new Date(
    now.getTime() + SECOND_LOOK_HOURS * 3_600_000,
  ).toISOString();
  const won = await moveRequest(tx, request, {
    state: moved.value,
    at,
    requirements: request.requirements,
    policyRevision: deps.policy.revision,
    lookedAtUntil: dueAt,
  });
  if (!won) return changedSinceYouLooked();
  await insertOverride(tx, request, {
    by: { ref: actor.ref, subject: actor.subject ?? '' },
    reason: input.reason,
    at,
    dueAt,
  });
  await appendAuditEntry(tx, {
    at: now,
    actor,
    action: 'request.overridden',
    appId: subject.app?.id,
    summary: 'Approved in an emergency, without the usual people',
    details: {
      requestId: request.id,
      envelopeHash: request.envelopeHash,
      version: request.version,
      requirements: request.requirements,
      policyRevision: deps.policy.revision,
      secondLookDueAt: dueAt,
    },
    personal: { reason: input.reason },
  });
  const followed = await kind.decided(tx, {
    request,
    subject,
    state: 'approved',
    context,
  });
  if (!followed.ok) return followed;
  await tellOfOverride(tx, { request, subject, dueAt, at: now });
  if (subject.app) {
    await enqueueAppChanged(tx, { appId: subject.app.id, at: now });
  }
  return accept(true);
}
