import { samePerson, type Vote } from '@micro-apps/governance-core';
import type { Involvement } from '../separation/DatabaseInvolvement';

/**
 * The votes of a round that count. A yes is dropped when its voter has got a
 * part in the app since, by taking it over or changing it (reliability A7); a
 * no stands, whoever said it. A reviewer who left her group after voting keeps
 * her vote: she was entitled when she gave it (reliability A15).
 */
export function countedVotes<V extends Vote>(
  votes: readonly V[],
  { people }: Involvement,
): readonly V[] {
  return votes.filter(
    ({ choice, voterRef, subject }) =>
      choice !== 'approve' ||
      !people.some(({ person }) =>
        samePerson({ ref: voterRef, subject, groups: [] }, person),
      ),
  );
}
