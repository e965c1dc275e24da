import {
  envelopeDifference,
  tally,
  type Vote,
} from '@micro-apps/governance-core';
import type { RequestView } from '@micro-apps/plugin-micro-apps-common';
import { lastApprovedRequest } from '../gates/DatabaseApprovals';
import type { RequestRow } from '../gates/requestRecords';
import type { BackendDeps } from '../kernel/deps';
import type { Actor } from '../kernel/types';
import type { AppRow, Connection } from '../registry/AppStore';
import { readInvolvement } from '../separation/DatabaseInvolvement';
import { itemsOf, votesOf } from './DatabaseVotes';
import { countedVotes } from './countedVotes';
import { rolesToVote } from './mayVote';
import { requestNow } from './requestNow';

/** A request with everything needed to decide, as `actor` may see it. */
export async function viewOf(
  deps: BackendDeps,
  options: {
    connection: Connection;
    app: AppRow;
    request: RequestRow;
    actor: Actor;
  },
): Promise<RequestView> {
  const { settings } = deps;
  const { connection, app, actor } = options;
  const request = await requestNow({ ...options, settings });
  const allVotes = await votesOf(connection, request);
  const thisRound = await votesOf(connection, request, request.round);
  const before = await lastApprovedRequest(connection, {
    appId: app.id,
    before: request.seq,
  });
  const involvement = await readInvolvement(connection, app);
  const roles = rolesToVote({ actor, request, involvement, settings });
  const isOpen = request.state === 'open';
  return {
    id: request.id,
    appId: app.id,
    appName: app.name,
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
    tally: tally({
      requirements: request.requirements,
      votes: countedVotes(thisRound, involvement),
    }),
    votes: allVotes.map(withoutSubject),
    items: await itemsOf(connection, request),
    difference: envelopeDifference(before?.envelope ?? '{}', request.envelope),
    viewer: {
      mayVote: isOpen && roles.ok,
      whyNot: whyNot(
        deps,
        request,
        roles.ok ? undefined : roles.refusal.because,
      ),
      roles: isOpen && roles.ok ? roles.value : [],
    },
  };
}

function whyNot(
  { settings }: BackendDeps,
  request: RequestRow,
  because: string | undefined,
): string | undefined {
  if (request.state !== 'open') return undefined;
  const empty = request.requirements.find(
    ({ role }) => settings.approvers[role].length === 0,
  );
  return empty
    ? `No group holds the role "${empty.role}", so this request waits. Ask your platform team to name one`
    : because;
}

function withoutSubject({ subject: _subject, ...vote }: Vote) {
  return vote;
}
