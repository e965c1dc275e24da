import {
  accept,
  CHANGE_REQUEST_TABLE,
  rolesInTurn,
  tally,
  transition,
  type ChangeRequestState,
  type Result,
  type Tally,
  type Vote,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import type { RequestRow } from '../gates/requestRecords';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { CommandContext } from '../kernel/commands';
import type { RequestEnd } from '../kernel/requestKinds';
import type { Settings } from '../kernel/settings';
import { countedVotes } from './countedVotes';
import { getRequest, moveRequest } from './DatabaseRequests';
import type { KnownSubject } from './kinds';
import { tellMakers, tellReviewers } from './tellPeople';
import { insertItems, putVote, votesOf, type KeptVote } from './DatabaseVotes';

const EVENTS: Record<
  Exclude<Tally['outcome'], 'waiting'>,
  'approve' | 'reject' | 'ask-for-changes'
> = {
  approved: 'approve',
  rejected: 'reject',
  'changes-requested': 'ask-for-changes',
};
const CHOICES: Record<Exclude<Tally['outcome'], 'waiting'>, Vote['choice']> = {
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
 * Writes a vote and, when the request is decided by it, what follows: state and
 * audit entry, in the caller's transaction.
 */
export async function writeVote(
  tx: Knex.Transaction,
  options: KnownSubject & {
    request: RequestRow;
    vote: KeptVote;
    items: readonly string[];
    /** Of the company rules now. */
    policyRevision: string;
    /** What they said, where they were asked. */
    decisionId?: string;
    settings: Settings;
    context: CommandContext;
  },
): Promise<Result<ChangeRequestState>> {
  const { kind, subject, request, vote: cast, items, context } = options;
  const { policyRevision } = options;
  const before = countedVotes(
    await votesOf(tx, request, request.round),
    subject.involvement,
  );
  await putVote(tx, request, cast);
  if (cast.choice === 'ask-for-changes') await insertItems(tx, request, items);
  const { requirements } = request;
  const votes = countedVotes(
    await votesOf(tx, request, request.round),
    subject.involvement,
  );
  const counted = tally({ requirements, votes });
  const { outcome } = counted;
  let { state } = request;
  if (outcome !== 'waiting') {
    const moved = transition(CHANGE_REQUEST_TABLE, state, EVENTS[outcome]);
    if (!moved.ok) return moved;
    state = moved.value;
    const won = await moveRequest(tx, request, {
      state,
      at: cast.at,
      requirements: request.requirements,
      policyRevision,
    });
    // The subject's lock makes this impossible; throwing undoes the vote.
    if (!won) throw new Error(`Request ${request.id} moved under its lock`);
  }
  await appendAuditEntry(tx, {
    at: context.now,
    actor: context.actor,
    action: 'request.voted',
    appId: subject.app?.id,
    summary: `${DEEDS[cast.choice]} as ${cast.role}: ${cast.reason.slice(
      0,
      200,
    )}`,
    details: {
      requestId: request.id,
      choice: cast.choice,
      role: cast.role,
      envelopeHash: request.envelopeHash,
      version: subject.version,
      state,
      policyRevision,
      policyRevisionAsked: request.policyRevision,
      decisionId: options.decisionId,
    },
  });
  if (isEnd(state)) {
    const followed = await kind.decided(tx, {
      request,
      subject,
      state,
      decidedBy: cast,
      terms: votes.flatMap(({ choice, terms }) =>
        choice === 'approve' && terms ? [terms] : [],
      ),
      context,
    });
    if (!followed.ok) return followed;
  } else {
    await kind.voted?.(tx, { request, subject, vote: cast, context });
  }
  const moved = isEnd(state) && (await getRequest(tx, request.id));
  const about = { request: moved || request, subject, at: context.now };
  if (outcome !== 'waiting') {
    await tellMakers(tx, about, CHOICES[outcome]);
  } else {
    const roles = rolesInTurn(counted);
    const earlier = rolesInTurn(
      tally({ requirements: request.requirements, votes: before }),
    );
    // A step is done, and the next begins.
    if (!roles.every(role => earlier.includes(role))) {
      await tellReviewers(tx, about, { roles, settings: options.settings });
    }
  }
  if (subject.app) {
    await enqueueAppChanged(tx, { appId: subject.app.id, at: context.now });
  }
  return accept(state);
}

function isEnd(state: ChangeRequestState): state is RequestEnd {
  return state !== 'open';
}
