import type {
  ApprovalRequirement,
  ApproverRole,
  Tally,
  Vote,
} from './approval';
import { normaliseRef } from './samePerson';

const WORST_FIRST: readonly Vote['choice'][] = [
  'reject',
  'ask-for-changes',
  'approve',
];

function rank({ choice }: Vote): number {
  const index = WORST_FIRST.indexOf(choice);
  return index < 0 ? 0 : index;
}

/** Whether `a` is the vote that counts of two of one person. */
function outweighs(a: Vote, b: Vote): boolean {
  const [timeA, timeB] = [Date.parse(a.at), Date.parse(b.at)];
  // An unreadable time never replaces a sterner vote.
  if (!Number.isNaN(timeA) && !Number.isNaN(timeB) && timeA !== timeB) {
    return timeA > timeB;
  }
  if (rank(a) !== rank(b)) return rank(a) < rank(b);
  // Any fixed order will do, so that the order of the list has no effect.
  return a.role < b.role;
}

/** The latest vote of each subject; at the same instant the sternest. */
function lastVotes(votes: readonly Vote[]): readonly Vote[] {
  const bySubject = new Map<string, Vote>();
  const nameless: Vote[] = [];
  for (const vote of votes) {
    if (!vote.subject) {
      // Nobody can be counted for an approval without a subject.
      if (vote.choice !== 'approve') nameless.push(vote);
      continue;
    }
    const earlier = bySubject.get(vote.subject);
    if (!earlier || outweighs(vote, earlier)) {
      bySubject.set(vote.subject, vote);
    }
  }
  return [...bySubject.values(), ...nameless];
}

/** Different people: by subject and by spelling, whichever gives fewer. */
function peopleOf(votes: readonly Vote[]): number {
  return Math.min(
    new Set(votes.map(({ subject }) => subject)).size,
    new Set(votes.map(({ voterRef }) => normaliseRef(voterRef))).size,
  );
}

/**
 * The roles whose turn it is: those still waited for in the earliest step that
 * is not done. Empty: everybody who was asked has agreed.
 * Source: requirements R3.
 * @public
 */
export function rolesInTurn({
  waitingFor,
}: Pick<Tally, 'waitingFor'>): readonly ApproverRole[] {
  const step = Math.min(...waitingFor.map(each => each.step ?? 1));
  return waitingFor
    .filter(each => (each.step ?? 1) === step)
    .map(({ role }) => role);
}

/**
 * Whether a role may say something now: its step has begun. One that has begun
 * stays so, so that somebody can still change her mind.
 * @public
 */
export function hasBegun(
  requirement: Pick<ApprovalRequirement, 'step'>,
  { waitingFor }: Pick<Tally, 'waitingFor'>,
): boolean {
  return waitingFor.every(each => (each.step ?? 1) >= (requirement.step ?? 1));
}

/**
 * Counts votes on one request. One vote per person, her latest; the order in
 * which votes are listed has no effect. One "no" is enough to reject; a wish
 * for changes waits for an answer. Hand in the votes since the request was
 * last submitted: earlier wishes are answered by submitting again.
 * Source: requirements R3; reliability A2, A3.
 * @public
 */
export function tally(options: {
  requirements: readonly ApprovalRequirement[];
  votes: readonly Vote[];
}): Tally {
  const votes = lastVotes(options.votes);
  const waitingFor = options.requirements
    .map(requirement => ({
      ...requirement,
      have: peopleOf(
        votes.filter(
          ({ choice, role }) =>
            choice === 'approve' && role === requirement.role,
        ),
      ),
    }))
    .filter(({ have, count }) => !(have >= Math.max(1, count)));

  if (votes.some(vote => rank(vote) === 0)) {
    return { outcome: 'rejected', waitingFor };
  }
  if (votes.some(({ choice }) => choice === 'ask-for-changes')) {
    return { outcome: 'changes-requested', waitingFor };
  }
  return {
    outcome: waitingFor.length === 0 ? 'approved' : 'waiting',
    waitingFor,
  };
}
