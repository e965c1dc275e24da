import {
  accept,
  refuse,
  samePerson,
  type Result,
} from '@micro-apps/governance-core';
import type { RequestRow } from '../gates/requestRecords';
import type { Actor } from '../kernel/types';
import type { Override } from './DatabaseOverrides';
import type { ApprovalsDeps, KnownSubject } from './kinds';
import { rolesToVote } from './mayVote';

/**
 * Whether somebody may take the second look: one of those who should have been
 * asked, and not whoever gave the approval, under any spelling.
 */
export function mayReviewOverride(
  { settings }: Pick<ApprovalsDeps, 'settings'>,
  options: Pick<KnownSubject, 'subject'> & {
    request: RequestRow;
    override: Override;
    actor: Actor;
  },
): Result<true> {
  const { request, subject, override, actor } = options;
  const { ref, subject: stable, email } = actor;
  const giver = { ...override.by, groups: [] };
  if (samePerson({ ref, subject: stable, email, groups: [] }, giver)) {
    return refuse(
      'not-eligible',
      'You gave this approval. Somebody else has to look at it',
    );
  }
  // All at once: nobody waits for a turn after the fact.
  const requirements = request.requirements.map(each => ({
    ...each,
    step: 1,
  }));
  const roles = rolesToVote({
    actor,
    request: { ...request, requirements },
    subject,
    settings,
    votes: [],
  });
  return roles.ok ? accept(true) : roles;
}
