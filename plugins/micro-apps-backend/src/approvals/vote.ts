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
import { lockApp } from '../gates/DatabaseAppLock';
import type { RequestRow } from '../gates/requestRecords';
import type { Command } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import type { AppRow } from '../registry/AppStore';
import { readInvolvement } from '../separation/DatabaseInvolvement';
import { findPeople, withPeople } from '../separation/knownPeople';
import { requireDirect } from '../separation/requireDirect';
import { countedVotes } from './countedVotes';
import { getRequest } from './DatabaseRequests';
import { votesOf } from './DatabaseVotes';
import { rolesToVote } from './mayVote';
import { requestNow } from './requestNow';
import { viewOf } from './requestView';
import { changedSinceYouLooked, unknownRequest } from './refusals';
import { writeVote } from './writeVote';

/**
 * One person's vote. Everything that decides whether it counts is read again
 * inside the transaction that writes it: the request, the app's version and
 * envelope, everybody who has a part in the app; her groups were read for this
 * very call (reliability A2–A7, A13, A14).
 */
export function vote(
  deps: BackendDeps,
): Command<VoteRequest & { id: string }, RequestView> {
  return {
    permission: microAppsRequestDecidePermission,
    async run(context, input) {
      const { database, apps, findActor, settings } = deps;
      const direct = requireDirect(context);
      if (!direct.ok) return direct;
      const request = await getRequest(database.knex, input.id);
      const app = request && (await apps.get(database.knex, request.appId));
      if (!request || !app) return unknownRequest();
      const known = await findPeople(
        findActor,
        await readInvolvement(database.knex, app),
      );
      if (!known.ok) return known;
      return await database.transaction(async tx => {
        const current = await lockApp(tx, app.id);
        const stored = await getRequest(tx, input.id);
        if (!current || !stored) return unknownRequest();
        const fits = requireSame(stored, current, input);
        if (!fits.ok) return fits;
        const open = await requestNow({
          connection: tx,
          app: current,
          request: stored,
          settings,
        });
        const involvement = withPeople(
          await readInvolvement(tx, current),
          known.value,
        );
        if (!involvement.ok) return involvement;
        const roles = rolesToVote({
          actor: context.actor,
          request: open,
          involvement: involvement.value,
          settings,
        });
        if (!roles.ok) return roles;
        const earlier = countedVotes(
          await votesOf(tx, open, open.round),
          involvement.value,
        );
        const cast: Vote = {
          subject: context.actor.subject ?? '',
          voterRef: context.actor.ref,
          role: roleOfVote(roles.value, { request: open, votes: earlier }),
          choice: input.choice,
          reason: input.reason,
          at: context.now.toISOString(),
        };
        const written = await writeVote(tx, {
          request: open,
          app: current,
          vote: cast,
          items: input.items ?? [],
          involvement: involvement.value,
          policyRevision: deps.policy.revision,
          context,
        });
        if (!written.ok) return written;
        const after = await getRequest(tx, input.id);
        return after
          ? accept(
              await viewOf(deps, {
                connection: tx,
                app: current,
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
  app: AppRow,
  seen: Pick<VoteRequest, 'choice' | 'envelopeHash' | 'expectedVersion'>,
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
  if (seen.choice === 'approve' && app.standing !== 'active') {
    return refuse(
      'not-in-this-state',
      `The app is ${app.standing}, so it cannot be approved now. The history says why`,
    );
  }
  const same =
    request.envelopeHash === seen.envelopeHash &&
    app.envelopeHash === seen.envelopeHash &&
    app.version === seen.expectedVersion;
  return same ? accept(true) : changedSinceYouLooked();
}
