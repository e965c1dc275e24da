import {
  accept,
  refuse,
  tally,
  type ApproverRole,
  type Result,
  type Vote,
} from '@micro-apps/governance-core';
import {
  microAppsRequestDecidePermission,
  type RequestView,
  type VoteRequest,
} from '@micro-apps/plugin-micro-apps-common';
import type { RequestRow } from '../gates/requestRecords';
import type { Command } from '../kernel/commands';
import type { RequestSubject } from '../kernel/requestKinds';
import { findPeople, withPeople } from '../separation/knownPeople';
import { requireDirect } from '../separation/requireDirect';
import { countedVotes } from './countedVotes';
import { getRequest } from './DatabaseRequests';
import { votesOf } from './DatabaseVotes';
import { readSubject, type ApprovalsDeps } from './kinds';
import { rolesToVote } from './mayVote';
import { requestNow } from './requestNow';
import { viewOf } from './requestView';
import { changedSinceYouLooked, unknownRequest } from './refusals';
import { transactionOrNothing } from './transactionOrNothing';
import { writeVote } from './writeVote';

/**
 * One person's vote. Everything that decides whether it counts is read again
 * inside the transaction that writes it: the request, version and
 * envelope of what it is about, everybody who has a part in that; her groups were read for this
 * very call (reliability A2–A7, A13, A14).
 */
export function vote(
  deps: ApprovalsDeps,
): Command<VoteRequest & { id: string }, RequestView> {
  return {
    permission: microAppsRequestDecidePermission,
    async run(context, input) {
      const { database, findActor, settings } = deps;
      const direct = requireDirect(context);
      if (!direct.ok) return direct;
      const asked = await getRequest(database.knex, input.id);
      const about = asked && (await readSubject(deps, database.knex, asked));
      if (!about) return unknownRequest();
      const people = await findPeople(findActor, about.subject.involvement);
      if (!people.ok) return people;
      const rules =
        input.choice === 'approve'
          ? await about.kind.askRules?.({
              connection: database.knex,
              request: asked,
              subject: about.subject,
              now: context.now,
            })
          : undefined;
      return await transactionOrNothing(database, async tx => {
        const named = await getRequest(tx, input.id);
        const known = named && (await readSubject(deps, tx, named));
        const stored = known && (await getRequest(tx, input.id));
        if (!known || !stored) return unknownRequest();
        const { kind } = known;
        const fits = requireSame(stored, known.subject, input);
        if (!fits.ok) return fits;
        // Company rules were asked about another version.
        if (rules && about.subject.version !== known.subject.version) {
          return changedSinceYouLooked();
        }
        const allowed = kind.allows?.({
          request: stored,
          subject: known.subject,
          choice: input.choice,
          context,
        });
        if (allowed?.ok === false) return allowed;
        const involvement = withPeople(known.subject.involvement, people.value);
        if (!involvement.ok) return involvement;
        const subject = { ...known.subject, involvement: involvement.value };
        const open = await requestNow({
          kind,
          connection: tx,
          subject,
          request: stored,
          rules,
        });
        const earlier = countedVotes(
          await votesOf(tx, open, open.round),
          subject.involvement,
        );
        const roles = rolesToVote({
          actor: context.actor,
          request: open,
          subject,
          settings,
          votes: earlier,
        });
        if (!roles.ok) return roles;
        if (rules?.refusal) return { ok: false, refusal: rules.refusal };
        const cast: Vote = {
          subject: context.actor.subject ?? '',
          voterRef: context.actor.ref,
          role: roleOfVote(roles.value, { request: open, votes: earlier }),
          choice: input.choice,
          reason: input.reason,
          at: context.now.toISOString(),
        };
        const written = await writeVote(tx, {
          kind,
          subject,
          request: open,
          vote: cast,
          items: input.items ?? [],
          policyRevision: rules?.revision ?? deps.policy.revision,
          context,
        });
        if (!written.ok) return written;
        const after = await getRequest(tx, input.id);
        return after
          ? accept(
              await viewOf(deps, {
                ...known,
                connection: tx,
                request: after,
                actor: context.actor,
              }),
            )
          : unknownRequest();
      });
    },
  };
}

/** One person, one role: the one that is still waited for, if there is one. */
function roleOfVote(
  roles: readonly ApproverRole[],
  facts: { request: RequestRow; votes: readonly Vote[] },
): ApproverRole {
  const { requirements } = facts.request;
  const { waitingFor } = tally({ requirements, votes: facts.votes });
  return (
    roles.find(role => waitingFor.some(needed => needed.role === role)) ??
    roles[0]
  );
}

/** The voter decides on what she saw, and it is still what stands. */
function requireSame(
  request: RequestRow,
  subject: RequestSubject,
  seen: Pick<VoteRequest, 'envelopeHash' | 'expectedVersion'>,
): Result<true> {
  if (request.state !== 'open') {
    return refuse(
      'not-in-this-state',
      `This request is ${request.state.replace(
        '-',
        ' ',
      )} by now. Reload the page to see where it stands`,
    );
  }
  const same =
    request.envelopeHash === seen.envelopeHash &&
    subject.envelopeHash === seen.envelopeHash &&
    subject.version === seen.expectedVersion;
  return same ? accept(true) : changedSinceYouLooked();
}
