import { foldText } from '../names/normaliseText';
import { accept, refuse } from '../refusal/refusal';
import type { Result } from '../refusal/refusal';
import type { ApproverRole, EligibilityFacts } from './approval';
import { normaliseRef, samePerson } from './samePerson';

const ROLE_TITLES: Readonly<Record<ApproverRole, string>> = {
  security: 'security reviewers',
  privacy: 'privacy office',
  it: 'IT administrators',
  'it-lead': 'heads of IT',
};

const DEEDS: Readonly<
  Record<EligibilityFacts['involved'][number]['as'], string>
> = {
  requester: 'you asked for this approval',
  owner: 'you own this app, or owned it while the request was open',
  successor: 'you are the second owner of this app',
  editor: 'you changed this version of the app',
  attester: 'you confirmed the data handling of this version',
};

function overlap(a: readonly string[], b: readonly string[]): boolean {
  const groups = new Set(a.map(group => normaliseRef(group, 'group')));
  return b.some(group => {
    const ref = normaliseRef(group, 'group');
    return ref !== '' && groups.has(ref);
  });
}

const no = (because: string) => refuse<true>('not-eligible', because);

/** Whether somebody has a part in what is decided; undefined: none. */
function ownPart({
  voter,
  actingDirectly,
  involved,
}: Pick<EligibilityFacts, 'voter' | 'actingDirectly' | 'involved'>) {
  if (actingDirectly !== true) {
    return no(
      'A decision has to be made by a person in the portal, not by a template or a tool that acts for somebody. Open the request and decide there.',
    );
  }
  if (foldText(voter.subject) === '') {
    return no(
      'Your account has no stable subject in the directory, so it is not clear who decides. Ask your platform team to add it.',
    );
  }
  const own = involved.find(({ person }) => samePerson(voter, person));
  return own
    ? no(
        `You cannot decide on this request because ${
          DEEDS[own.as] ?? 'you have a part in it'
        }. Another reviewer has to decide.`,
      )
    : undefined;
}

function ownTeam({
  voter,
  band,
  ownerGroups,
}: Pick<EligibilityFacts, 'voter' | 'band' | 'ownerGroups'>) {
  const strict = band !== 'low' && band !== 'medium';
  return strict && overlap(ownerGroups, voter.groups)
    ? no(
        'The app is High risk and you are in its owner’s team. A reviewer from another team has to decide.',
      )
    : undefined;
}

/**
 * Whether a person stands apart from what is decided, whatever group she is
 * in: what an emergency override asks, which replaces the usual people and
 * never the separation of duties. Source: reliability A9, P3.
 *
 * @returns `true`, or `not-eligible` with a reason in plain words
 * @public
 */
export function standsApart(
  facts: Omit<EligibilityFacts, 'role' | 'approverGroups'>,
): Result<true> {
  return ownPart(facts) ?? ownTeam(facts) ?? accept(true);
}

/**
 * Whether a person may vote on a request. Nobody decides on what she owns,
 * asked for, changed or confirmed, under any spelling of who she is; in High
 * her team does not either. Without a subject nobody can be told apart, so the
 * answer is no. Ask again at the moment of voting: facts change.
 * Source: requirements R3, architecture "Approvers", reliability P3.
 *
 * @returns `true`, or `not-eligible` with a reason in plain words
 * @public
 */
export function eligibility(facts: EligibilityFacts): Result<true> {
  const { voter, role, approverGroups } = facts;
  const own = ownPart(facts);
  if (own) return own;
  if (!overlap(approverGroups, voter.groups)) {
    return no(
      `Only members of the ${
        ROLE_TITLES[role] ?? 'reviewers'
      } can decide here, and you are not one of them.`,
    );
  }
  return ownTeam(facts) ?? accept(true);
}
