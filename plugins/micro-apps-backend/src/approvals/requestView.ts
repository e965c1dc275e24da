import { tally, type Vote } from '@micro-apps/governance-core';
import type {
  OverrideView,
  RequestView,
} from '@micro-apps/plugin-micro-apps-common';
import type { RequestRow } from '../gates/requestRecords';
import type { RequestAndSubject } from '../kernel/requestKinds';
import { approverGroups } from '../kernel/settings';
import type { Actor } from '../kernel/types';
import type { Connection } from '../registry/AppStore';
import { delegationsOf } from './DatabaseDelegations';
import { overrideOf, type Override } from './DatabaseOverrides';
import { itemsOf, votesOf } from './DatabaseVotes';
import { countedVotes } from './countedVotes';
import type { ApprovalsDeps, KnownSubject } from './kinds';
import { mayOverride } from './mayOverride';
import { rolesToVote } from './mayVote';
import { requestNow } from './requestNow';
import { mayReviewOverride } from './mayReviewOverride';

/** A request with everything needed to decide, as `actor` may see it. */
export async function viewOf(
  deps: ApprovalsDeps,
  options: KnownSubject & {
    connection: Connection;
    request: RequestRow;
    actor: Actor;
  },
): Promise<RequestView> {
  const { settings } = deps;
  const { connection, kind, subject, actor } = options;
  const request = await requestNow(options);
  const allVotes = await votesOf(connection, request);
  const votes = countedVotes(
    await votesOf(connection, request, request.round),
    subject.involvement,
  );
  const roles = rolesToVote({ actor, request, subject, settings, votes });
  const isOpen = request.state === 'open';
  const override = await overrideOf(connection, request);
  return {
    id: request.id,
    kind: request.kind,
    subjectId: request.subjectId,
    title: subject.title,
    appId: subject.app?.id,
    appName: subject.app?.name,
    state: request.state,
    band: request.band,
    version: request.version,
    envelopeHash: request.envelopeHash,
    commit: request.commit,
    requestedBy: request.requestedBy,
    requestedAt: request.requestedAt,
    decidedAt: request.decidedAt,
    dueAt: isOpen ? request.dueAt : undefined,
    note: request.note,
    automatic: request.automatic,
    policyRevision: {
      asked: request.policyRevision,
      decided: request.policyRevisionDecided,
      now: deps.policy.revision,
    },
    requirements: request.requirements,
    tally: tally({ requirements: request.requirements, votes }),
    votes: allVotes.map(withoutSubject),
    items: await itemsOf(connection, request),
    delegations: (await delegationsOf(connection, request)).map(
      ({ role, from, to, reason, at }) => ({
        role,
        from: from.ref,
        to: to.ref,
        note: reason,
        at,
      }),
    ),
    override: override && overrideView(override, deps.clock()),
    difference: await kind.differences({ connection, request, subject }),
    viewer: {
      mayVote: isOpen && roles.ok,
      whyNot: whyNot(
        deps,
        { request, subject },
        roles.ok ? undefined : roles.refusal.because,
      ),
      roles: isOpen && roles.ok ? roles.value : [],
      mayOverride:
        isOpen &&
        request.kind === 'app' &&
        mayOverride({ request, subject, actor, settings }).ok,
      mayReviewOverride:
        override && !override.review
          ? mayReviewOverride(deps, { request, subject, override, actor }).ok
          : undefined,
    },
  };
}

function overrideView(
  { by, reason, at, dueAt, review }: Override,
  now: Date,
): OverrideView {
  return {
    by: by.ref,
    reason,
    at,
    dueAt,
    isOverdue: !review && dueAt <= now.toISOString(),
    review: review && { ...review, by: review.by.ref },
  };
}

function whyNot(
  { settings }: ApprovalsDeps,
  { request, subject }: RequestAndSubject,
  because: string | undefined,
): string | undefined {
  if (request.state !== 'open') return undefined;
  const unit = subject.businessUnit ?? subject.app?.registration.businessUnit;
  const empty = request.requirements.find(
    ({ role }) => approverGroups(settings, role, unit).length === 0,
  );
  return empty
    ? `No group holds the role "${empty.role}", so this request waits. Ask your platform team to name one`
    : because;
}

function withoutSubject({ subject: _subject, ...vote }: Vote) {
  return vote;
}
