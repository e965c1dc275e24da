import {
  eligibility,
  refuse,
  accept,
  type ApproverRole,
  type Result,
} from '@micro-apps/governance-core';
import type { RequestRow } from '../gates/requestRecords';
import type { RequestSubject } from '../kernel/requestKinds';
import { approverGroups, type Settings } from '../kernel/settings';
import type { Actor } from '../kernel/types';

/**
 * The roles in which somebody may vote on a request, or why in none. The core
 * decides; this only asks it role by role (architecture, Approvers).
 */
export function rolesToVote(options: {
  actor: Actor;
  request: Pick<RequestRow, 'band' | 'requirements'>;
  subject: RequestSubject;
  settings: Settings;
}): Result<readonly ApproverRole[]> {
  const { actor, request, subject, settings } = options;
  const { involvement, app, businessUnit } = subject;
  const unit = businessUnit ?? app?.registration.businessUnit;
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
      approverGroups: approverGroups(settings, role, unit),
      band,
      involved: involvement.people,
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
