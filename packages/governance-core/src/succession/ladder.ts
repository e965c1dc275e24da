import { normaliseRef } from '../approvals/samePerson';
import { accept, refuse } from '../refusal/refusal';
import type { Result } from '../refusal/refusal';
import { DAY, instantAfter, instantOf } from '../time/instants';

/** Who is asked to take over, in this order (R10). @public */
export const RUNGS = [
  'second-owner',
  'co-owners',
  'manager',
  'business-unit',
  'platform-team',
] as const;
/** @public */
export type Rung = (typeof RUNGS)[number];

/** Days that each rung has before the next is asked, too. @public */
export const RUNG_DAYS: Readonly<Record<Rung, number>> = {
  'second-owner': 7,
  'co-owners': 7,
  manager: 7,
  'business-unit': 14,
  // The last one is asked until somebody takes over.
  'platform-team': Infinity,
};

/** One rung of the ladder of one app. @public */
export interface LadderStep {
  readonly rung: Rung;
  /** Users or groups that are asked. */
  readonly refs: readonly string[];
  /** ISO instants, UTC. The last rung has no end. */
  readonly from: string;
  readonly until?: string;
}

/** @public */
export interface Decline {
  readonly ref: string;
  readonly at: string;
}

/** Everybody who could be asked; who has left is not among them. @public */
export type Candidates = Readonly<Partial<Record<Rung, readonly string[]>>>;

/** The instant at which the last of them declined, ms; Infinity if not all did. */
function allDeclined(
  refs: readonly string[],
  declines: readonly Decline[],
): number {
  return Math.max(
    ...refs.map(ref =>
      Math.min(
        ...declines
          .filter(decline => normaliseRef(decline.ref) === normaliseRef(ref))
          .map(({ at }) => instantOf(at)),
      ),
    ),
  );
}

/**
 * The ladder of an orphaned app, with dates: a rung without anybody is left
 * out, one on which all declined ends at once, and the platform team is always
 * there at the end. Source: requirements R10, "Succession".
 *
 * @param options.orphanedAt - ISO instant at which the last owner left
 * @param options.platformTeam - group that always exists
 * @returns `invalid-input` when the start cannot be read
 * @public
 */
export function successionLadder(options: {
  orphanedAt: string;
  leaver: string;
  candidates: Candidates;
  platformTeam: string;
  declines?: readonly Decline[];
  days?: Partial<Record<Rung, number>>;
}): Result<readonly LadderStep[]> {
  const { leaver, candidates, platformTeam, declines = [] } = options;
  const days = { ...RUNG_DAYS, ...options.days };
  const asked = new Set([normaliseRef(leaver)]);
  const steps: LadderStep[] = [];
  let from = instantAfter(options.orphanedAt, 0);
  if (from === undefined) {
    return refuse('invalid-input', 'It is not clear when the last owner left.');
  }
  for (const rung of RUNGS) {
    const last = rung === 'platform-team';
    const refs = (last ? [platformTeam] : candidates[rung] ?? []).filter(
      ref => last || (ref !== '' && !asked.has(normaliseRef(ref))),
    );
    if (refs.length === 0) continue;
    refs.forEach(ref => asked.add(normaliseRef(ref)));
    if (last) {
      steps.push({ rung, refs, from });
      break;
    }
    const start: number = instantOf(from);
    const end = Math.max(
      start,
      Math.min(start + days[rung] * DAY, allDeclined(refs, declines)),
    );
    const until = new Date(end).toISOString();
    steps.push({ rung, refs, from, until });
    from = until;
  }
  return accept(steps);
}

/**
 * The rung that is asked at an instant; before the ladder begins the first.
 * @public
 */
export function currentRung(
  ladder: readonly LadderStep[],
  now: string,
): LadderStep | undefined {
  const at = instantOf(now);
  const begun = ladder.filter(
    ({ from, until }) =>
      instantOf(from) <= at && (until === undefined || at < instantOf(until)),
  );
  return begun[begun.length - 1] ?? ladder[0];
}

/**
 * Takes an orphaned app over. It needs the person's own yes, and she has to be
 * asked now or have been asked before: who is asked first may still say yes
 * later. Nobody takes over twice, and the leaver does not by this way.
 * Source: requirements "Succession with an acceptance handshake".
 *
 * @param options.person - active in the directory; groups are transitive
 * @param options.acceptedBy - who took over already
 * @param options.offered - people who were asked besides the ladder
 * @returns the reference of the new owner, or a refusal
 * @public
 */
export function acceptOwnership(options: {
  ladder: readonly LadderStep[];
  person: { readonly ref: string; readonly groups: readonly string[] };
  active: boolean;
  actingDirectly: boolean;
  leaver: string;
  acceptedBy?: string;
  offered?: readonly string[];
  now: string;
}): Result<string> {
  const { ladder, person, leaver, acceptedBy, offered = [], now } = options;
  const ref = normaliseRef(person.ref);
  if (acceptedBy !== undefined) {
    return refuse('not-in-this-state', `${acceptedBy} has taken over already.`);
  }
  if (options.actingDirectly !== true) {
    return refuse(
      'not-eligible',
      'Somebody has to say yes in person, not through a template or a tool.',
    );
  }
  if (options.active !== true || ref === '' || ref === normaliseRef(leaver)) {
    return refuse('not-eligible', 'Only somebody who is active can take over.');
  }
  const asked = ladder
    .filter(({ from }) => instantOf(from) <= instantOf(now))
    .flatMap(({ refs }) => refs)
    .concat(offered);
  const own = [
    ref,
    ...person.groups.map(group => normaliseRef(group, 'group')),
  ];
  if (!asked.some(each => own.includes(normaliseRef(each)))) {
    return refuse('not-eligible', 'You have not been asked to take over.');
  }
  return accept(ref);
}
