import {
  accept,
  CHANGE_REQUEST_TABLE,
  refuse,
  tally,
  transition,
  type ChangeRequestState,
  type Result,
  type Tally,
  type Vote,
} from '@micro-apps/governance-core';
import {
  microAppsRequestDecidePermission,
  type RequestView,
  type VoteRequest,
} from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { lockApp } from '../gates/DatabaseAppLock';
import type { RequestRow } from '../gates/requestRecords';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { Command, CommandContext } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import type { AppRow } from '../registry/AppStore';
import { readInvolvement } from '../separation/DatabaseInvolvement';
import { findSubjects, withSubjects } from '../separation/knownSubjects';
import {
  getRequest,
  insertItems,
  moveRequest,
  putVote,
  votesOf,
} from './DatabaseRequests';
import { rolesToVote } from './mayVote';
import { viewOf } from './requestView';
import { changedSinceYouLooked, unknownRequest } from './refusals';

const EVENTS: Record<
  Exclude<Tally['outcome'], 'waiting'>,
  'approve' | 'reject' | 'ask-for-changes'
> = {
  approved: 'approve',
  rejected: 'reject',
  'changes-requested': 'ask-for-changes',
};
const DEEDS: Record<Vote['choice'], string> = {
  approve: 'Approved',
  reject: 'Rejected',
  'ask-for-changes': 'Changes asked for',
};

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
      const { database, apps, findActor } = deps;
      const request = await getRequest(database.knex, input.id);
      const app = request && (await apps.get(database.knex, request.appId));
      if (!request || !app) return unknownRequest();
      const subjects = await findSubjects(
        findActor,
        await readInvolvement(database.knex, app),
      );
      if (!subjects.ok) return subjects;
      return await database.transaction(async tx => {
        const current = await lockApp(tx, app.id);
        const open = await getRequest(tx, input.id);
        if (!current || !open) return unknownRequest();
        const fits = requireSame(open, current, input);
        if (!fits.ok) return fits;
        const involvement = withSubjects(
          await readInvolvement(tx, current),
          subjects.value,
        );
        if (!involvement.ok) return involvement;
        const roles = rolesToVote({
          actor: context.actor,
          request: open,
          involvement: involvement.value,
          settings: deps.settings,
        });
        if (!roles.ok) return roles;
        const cast: Vote = {
          subject: context.actor.subject ?? '',
          voterRef: context.actor.ref,
          role: roles.value[0],
          choice: input.choice,
          reason: input.reason,
          at: context.now.toISOString(),
        };
        const written = await write(tx, {
          request: open,
          app: current,
          vote: cast,
          items: input.items ?? [],
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

/** The voter decides on what she saw, and it is still what stands. */
function requireSame(
  request: RequestRow,
  app: AppRow,
  seen: { envelopeHash: string; expectedVersion: number },
): Result<true> {
  if (request.state !== 'open') {
    return refuse(
      'not-in-this-state',
      `This request is ${request.state.replace(
        '-',
        ' ',
      )} by now. Reload the page`,
    );
  }
  const same =
    request.envelopeHash === seen.envelopeHash &&
    app.envelopeHash === seen.envelopeHash &&
    app.version === seen.expectedVersion;
  return same ? accept(true) : changedSinceYouLooked();
}

async function write(
  tx: Knex.Transaction,
  options: {
    request: RequestRow;
    app: AppRow;
    vote: Vote;
    items: readonly string[];
    context: CommandContext;
  },
): Promise<Result<ChangeRequestState>> {
  const { request, app, vote: cast, items, context } = options;
  await putVote(tx, request, cast);
  if (cast.choice === 'ask-for-changes') await insertItems(tx, request, items);
  const { outcome } = tally({
    requirements: request.requirements,
    votes: await votesOf(tx, request, request.round),
  });
  let { state } = request;
  if (outcome !== 'waiting') {
    const moved = transition(CHANGE_REQUEST_TABLE, state, EVENTS[outcome]);
    if (!moved.ok) return moved;
    state = moved.value;
    const won = await moveRequest(tx, request, { state, at: cast.at });
    // The app's lock makes this impossible; throwing undoes the vote.
    if (!won) throw new Error(`Request ${request.id} moved under its lock`);
  }
  await appendAuditEntry(tx, {
    at: context.now,
    actor: context.actor,
    action: 'request.voted',
    appId: app.id,
    summary: `${DEEDS[cast.choice]} as ${cast.role}: ${cast.reason.slice(
      0,
      200,
    )}`,
    details: {
      requestId: request.id,
      choice: cast.choice,
      role: cast.role,
      envelopeHash: request.envelopeHash,
      version: app.version,
      state,
    },
  });
  await enqueueAppChanged(tx, { appId: app.id, at: context.now });
  return accept(state);
}
