import {
  accept,
  refuse,
  samePerson,
  type ApproverRole,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsRequestDelegatePermission,
  type DelegateRequest,
  type RequestView,
} from '@micro-apps/plugin-micro-apps-common';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import type { Command, CommandContext } from '../kernel/commands';
import type { Actor } from '../kernel/types';
import { countedVotes } from './countedVotes';
import { insertDelegation } from './DatabaseDelegations';
import { votesOf } from './DatabaseVotes';
import { decideOn, type Deciding } from './decideOn';
import type { ApprovalsDeps } from './kinds';
import { rolesToVote } from './mayVote';
import { requestNow } from './requestNow';
import { requireOpen } from './requireSame';
import { tellDelegate } from './tellPeople';

/**
 * Hands one's review to a colleague who could decide by herself: same role, no
 * part in what is decided. It says who looks at it and makes nobody eligible;
 * at her vote everything is asked again.
 */
export function delegate(
  deps: ApprovalsDeps,
): Command<DelegateRequest & { id: string }, RequestView> {
  return {
    permission: microAppsRequestDelegatePermission,
    decides: true,
    run: (context, input) =>
      decideOn(deps, {
        id: input.id,
        context,
        before: () => findColleague(deps, input.to),
        act: (deciding, colleague) =>
          handOver(deps, context, deciding, { colleague, note: input.note }),
      }),
  };
}

async function findColleague(
  { findActor }: ApprovalsDeps,
  ref: string,
): Promise<Result<Actor>> {
  if (!findActor) {
    return refuse(
      'directory-unavailable',
      'The directory of people is not connected. Tell your platform team',
    );
  }
  const found = await findActor({ ref, direct: true, fresh: true });
  if (found.ok || found.refusal.code !== 'not-allowed') return found;
  return refuse(
    'invalid-input',
    `Choose a colleague from the list: ${ref} is not in the catalog`,
  );
}

async function handOver(
  deps: ApprovalsDeps,
  { actor, now }: CommandContext,
  deciding: Deciding,
  given: { colleague: Actor; note?: string },
): Promise<Result<true>> {
  const { kind, subject, tx } = deciding;
  const { colleague, note } = given;
  const open = requireOpen(deciding.request);
  if (!open.ok) return open;
  const request = await requestNow({ ...deciding, connection: tx });
  const votes = countedVotes(
    await votesOf(tx, request, request.round),
    subject.involvement,
  );
  const facts = { request, subject, settings: deps.settings, votes };
  const mine = rolesToVote({ ...facts, actor });
  if (!mine.ok) return mine;
  if (samePerson(personOf(actor), personOf(colleague))) {
    return refuse(
      'invalid-input',
      'This is yourself. Choose a colleague who reviews, too',
    );
  }
  if (votes.some(({ subject: voter }) => voter === actor.subject)) {
    return refuse(
      'not-in-this-state',
      'You have decided already, so there is nothing to hand over',
    );
  }
  const theirs = rolesToVote({ ...facts, actor: colleague });
  const role = theirs.ok ? shared(mine.value, theirs.value) : undefined;
  if (!role) {
    return refuse(
      'not-eligible',
      'This colleague cannot decide here: she has another role, or a part in it. Choose somebody who could decide by herself',
    );
  }
  const at = now.toISOString();
  await insertDelegation(tx, request, {
    role,
    from: { ref: actor.ref, subject: actor.subject ?? '' },
    to: { ref: colleague.ref, subject: colleague.subject ?? '' },
    reason: note,
    at,
  });
  await appendAuditEntry(tx, {
    at: now,
    actor,
    action: 'request.delegated',
    appId: subject.app?.id,
    summary: `Review handed to a colleague (${role})`,
    details: { requestId: request.id, kind: kind.kind, role },
    personal: { from: actor.ref, to: colleague.ref, note },
  });
  await tellDelegate(tx, { request, subject, to: colleague.ref, at: now });
  return accept(true);
}

function shared(
  mine: readonly ApproverRole[],
  theirs: readonly ApproverRole[],
): ApproverRole | undefined {
  return mine.find(role => theirs.includes(role));
}

function personOf({ ref, subject, email }: Actor) {
  return { ref, subject, email, groups: [] };
}
