import {
  eligibility,
  refuse,
  accept,
  type ApproverRole,
  type EligibilityFacts,
  type Result,
} from '@micro-apps/governance-core';
import type { RequestRow } from '../gates/requestRecords';
import type { Settings } from '../kernel/settings';
import type { Actor } from '../kernel/types';
import type { Involvement } from '../separation/DatabaseInvolvement';

/**
 * The roles in which somebody may vote on a request, or why in none. The core
 * decides; this only asks it role by role (architecture, Approvers).
 */
export function rolesToVote(options: {
  actor: Actor;
  request: Pick<RequestRow, 'band' | 'requirements'>;
  involvement: Involvement;
  settings: Settings;
}): Result<readonly ApproverRole[]> {
  const { actor, request, involvement, settings } = options;
  const { requirements, band } = request;
  const answers = requirements.map(({ role }) => ({
    role,
    answer: eligibility({
      voter: {
        ref: actor.ref,
        subject: actor.subject,
        email: actor.email,
        groups: actor.groups ?? [],
      },
      actingDirectly: actor.direct,
      role,
      approverGroups: settings.approvers[role],
      band,
      involved: involvement.people as EligibilityFacts['involved'],
      ownerGroups: involvement.ownerGroups,
    }),
  }));
  const roles = answers.flatMap(({ role, answer }) =>
    answer.ok ? [role] : [],
  );
  if (roles.length > 0) return accept(roles);
  const [first] = answers;
  if (first && !first.answer.ok) return first.answer;
  return refuse('not-eligible', 'Nobody has to decide on this request');
}
