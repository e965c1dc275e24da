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
import type { Command, CommandContext } from '../kernel/commands';
import { isUniqueViolation } from '../kernel/database';
import {
  keepKey,
  recordOfKey,
  type SentKey,
} from '../kernel/DatabaseIdempotencyKeys';
import type { RequestKind, VoteTerms } from '../kernel/requestKinds';
import { countedVotes } from './countedVotes';
import { getRequest } from './DatabaseRequests';
import { votesOf } from './DatabaseVotes';
import { decideOn, type Deciding } from './decideOn';
import { keepDenial, keepRules, type RulesAtVote } from './keepRules';
import { readSubject, type ApprovalsDeps, type KnownSubject } from './kinds';
import { rolesToVote } from './mayVote';
import { changedSinceYouLooked, unknownRequest } from './refusals';
import { requestNow } from './requestNow';
import { requireSame } from './requireSame';
import { viewOf } from './requestView';
import { writeVote } from './writeVote';

type Ballot = VoteRequest & { readonly id: string };

/**
 * One person's vote. Everything that decides whether it counts is read again
 * inside the transaction that writes it; company rules are asked before it, and
 * what they deny nobody approves (reliability A2-A7, A13, A14, A17). The same
 * key from the same person gives the same decision (A1).
 */
export function vote(deps: ApprovalsDeps): Command<Ballot, RequestView> {
  return {
    permission: microAppsRequestDecidePermission,
    decides: true,
    async run(context, input) {
      const earlier = await decidedBefore(deps, context, input);
      if (earlier) return earlier;
      try {
        return await decideOn(deps, {
          id: input.id,
          context,
          before: async about => accept(await askRules(deps, about, input)),
          act: (deciding, asked) => cast(deps, context, deciding, input, asked),
          refused: (refusal, asked) =>
            keepDenial(deps, context, refusal, asked),
        });
      } catch (error) {
        // The same key came in twice at the same moment.
        const other =
          isUniqueViolation(error) &&
          (await decidedBefore(deps, context, input));
        if (other) return other;
        throw error;
      }
    },
  };
}

interface Asked extends RulesAtVote {
  /** Company rules were asked about this version. */
  readonly version: number;
}

/** Only a yes needs company rules to agree. */
async function askRules(
  { database, clock }: ApprovalsDeps,
  { kind, subject, request }: KnownSubject & { request: RequestRow },
  { choice }: Ballot,
): Promise<Asked> {
  const rules =
    choice === 'approve'
      ? await kind.askRules?.({
          connection: database.knex,
          request,
          subject,
          now: clock(),
        })
      : undefined;
  const { version, app } = subject;
  return { rules, version, app, requestId: request.id };
}

async function cast(
  deps: ApprovalsDeps,
  context: CommandContext,
  { kind, subject, tx, request }: Deciding,
  input: Ballot,
  asked: Asked,
): Promise<Result<true>> {
  const { actor, now } = context;
  const { rules } = asked;
  const fits = requireSame(request, subject, input);
  if (!fits.ok) return fits;
  if (asked.version !== subject.version) return changedSinceYouLooked();
  const { choice } = input;
  const allowed = kind.allows?.({ request, subject, choice, context });
  if (allowed?.ok === false) return allowed;
  const open = await requestNow({
    kind,
    connection: tx,
    subject,
    request,
    rules,
  });
  const votes = countedVotes(
    await votesOf(tx, open, open.round),
    subject.involvement,
  );
  const roles = rolesToVote({
    actor,
    request: open,
    subject,
    settings: deps.settings,
    votes,
  });
  if (!roles.ok) return roles;
  if (rules?.refusal) return { ok: false, refusal: rules.refusal };
  const role = roleOfVote(roles.value, { request: open, votes });
  const about = { request: open, subject, role, context, choice };
  const terms = readTerms(kind, { ...about, given: input.decision });
  if (!terms.ok) return terms;
  const sent = sentKey(context, input);
  if (sent) await keepKey(tx, sent, { recordId: request.id, at: now });
  const decisionId = await keepRules(tx, deps, { ...asked, now });
  const written = await writeVote(tx, {
    kind,
    subject,
    request: open,
    vote: {
      subject: actor.subject ?? '',
      voterRef: actor.ref,
      role,
      choice,
      terms: terms.value,
      reason: input.reason,
      at: now.toISOString(),
    },
    items: input.items ?? [],
    policyRevision: rules?.revision ?? deps.policy.revision,
    decisionId,
    settings: deps.settings,
    context,
  });
  return written.ok ? accept(true) : written;
}

/** What she says beside "approve", as the kind of request understands it. */
function readTerms(
  kind: RequestKind,
  options: Parameters<NonNullable<RequestKind['terms']>>[0] & {
    choice: Vote['choice'];
  },
): Result<VoteTerms | undefined> {
  if (kind.terms && options.choice === 'approve') return kind.terms(options);
  return options.given === undefined
    ? accept(undefined)
    : refuse('invalid-input', 'Nothing can be said beside this decision', [
        { path: 'decision', message: 'Leave this out' },
      ]);
}

function sentKey(
  { actor }: CommandContext,
  { idempotencyKey: key, ...content }: Ballot,
): SentKey | undefined {
  return key === undefined
    ? undefined
    : { route: 'vote', actor: actor.ref, key, content };
}

/** What this key did already; undefined: nothing. */
async function decidedBefore(
  deps: ApprovalsDeps,
  context: CommandContext,
  input: Ballot,
): Promise<Result<RequestView> | undefined> {
  const connection = deps.database.knex;
  const sent = sentKey(context, input);
  const done = sent && (await recordOfKey(connection, sent));
  if (!done?.ok) return done;
  const { actor } = context;
  const request = await getRequest(connection, done.value);
  const known = request && (await readSubject(deps, connection, request));
  return known
    ? accept(await viewOf(deps, { ...known, connection, request, actor }))
    : unknownRequest();
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
