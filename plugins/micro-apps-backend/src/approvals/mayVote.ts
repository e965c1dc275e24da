import {
  accept,
  eligibility,
  hasBegun,
  refuse,
  rolesInTurn,
  tally,
  type ApproverRole,
  type Result,
  type Vote,
} from '@micro-apps/governance-core';
import type { RequestRow } from '../gates/requestRecords';
import type { RequestSubject } from '../kernel/requestKinds';
import { approverGroups, type Settings } from '../kernel/settings';
import type { Actor } from '../kernel/types';
import { unitOf, voterOf } from './voterOf';

const WORDS: Readonly<Record<ApproverRole, string>> = {
  security: 'the security reviewers',
  privacy: 'the privacy office',
  it: 'the IT administrators',
  'it-lead': 'the heads of IT',
};

/**
 * The roles in which somebody may vote on a request, or why in none. The core
 * decides; this only asks it role by role (architecture, Approvers).
 */
export function rolesToVote(options: {
  actor: Actor;
  request: Pick<RequestRow, 'band' | 'requirements'>;
  subject: RequestSubject;
  settings: Settings;
  /** Votes of this round that count: a step begins when those before are done. */
  votes: readonly Vote[];
}): Result<readonly ApproverRole[]> {
  const { actor, request, subject, settings, votes } = options;
  const { involvement } = subject;
  const unit = unitOf(subject);
  const { requirements, band } = request;
  const counted = tally({ requirements, votes });
  const answers = requirements.map(({ role, step }) => ({
    role,
    begun: hasBegun({ step }, counted),
    answer: eligibility({
      voter: voterOf(actor),
      actingDirectly: actor.direct,
      role,
      approverGroups: approverGroups(settings, role, unit),
      band,
      involved: involvement.people,
      ownerGroups: involvement.ownerGroups,
    }),
  }));
  const eligible = answers.filter(({ answer }) => answer.ok);
  const roles = eligible.flatMap(({ role, begun }) => (begun ? [role] : []));
  if (roles.length > 0) return accept(roles);
  if (eligible.length > 0) {
    return refuse(
      'not-in-this-state',
      `Others decide before you: ${rolesInTurn(counted)
        .map(role => WORDS[role])
        .join(', ')}. You are told when it is your turn`,
    );
  }
  const [first] = answers;
  if (first && !first.answer.ok) return first.answer;
  return refuse('not-eligible', 'Nobody has to decide on this request');
}
