import fc from 'fast-check';
import { aVote } from '../testing';
import {
  APPROVER_ROLES,
  type ApprovalRequirement,
  type Vote,
} from './approval';
import {
  APPROVAL_CASES,
  approvalWeakenings,
  DEFAULT_APPROVAL_RULES,
  stepOf,
  type ApprovalRules,
} from './approvalRules';
import {
  coversRequirements,
  requirementsOfDuties,
  stricterRequirements,
} from './combineRequirements';
import { requirementsFor } from './requirementsFor';
import { hasBegun, rolesInTurn, tally } from './tally';

const requirement = fc.record({
  role: fc.constantFrom(...APPROVER_ROLES),
  count: fc.integer({ min: 1, max: 4 }),
  step: fc.integer({ min: 1, max: 3 }),
  because: fc.constant('It is so'),
});
const requirements = fc.uniqueArray(requirement, {
  selector: ({ role }) => role,
});
const ballots = fc.array(
  fc.record({
    subject: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    role: fc.constantFrom(...APPROVER_ROLES),
  }),
  { maxLength: 8 },
);
const cast = (given: readonly Pick<Vote, 'subject' | 'role'>[]) =>
  given.map(({ subject, role }) =>
    aVote({ subject, voterRef: `user:default/${subject}`, role }),
  );

function rulesWith(changes: Partial<ApprovalRules>): ApprovalRules {
  return { ...DEFAULT_APPROVAL_RULES, ...changes };
}

describe('rules of approval', () => {
  it('ask as many people of each role as they say, in their steps', () => {
    const rules = rulesWith({
      counts: {
        ...DEFAULT_APPROVAL_RULES.counts,
        high: { security: 2, it: 1 },
        regulated: { privacy: 1, security: 3 },
      },
      steps: [['it'], ['security', 'privacy']],
    });
    const asked = requirementsFor({
      band: 'high',
      effectiveClass: 'regulated',
      oneApproverInMedium: true,
      rules,
    });
    expect(asked).toEqual([
      {
        role: 'security',
        count: 3,
        step: 2,
        because: 'Regulated data needs 3 different security reviewers to agree',
      },
      {
        role: 'it',
        count: 1,
        because: 'High risk needs one IT administrator to agree',
      },
      {
        role: 'privacy',
        count: 1,
        step: 2,
        because: 'Regulated data needs the privacy office to agree',
      },
    ]);
    expect(stepOf('it-lead', rules)).toBe(1);
  });

  it('ask nobody in Low, and in Medium nobody when that is switched off', () => {
    const asked = (band: 'low' | 'medium', oneApproverInMedium: boolean) =>
      requirementsFor({
        band,
        effectiveClass: 'internal',
        oneApproverInMedium,
      });
    expect(asked('low', true)).toEqual([]);
    expect(asked('medium', false)).toEqual([]);
    expect(asked('medium', true)).toHaveLength(1);
  });

  it('are looser wherever fewer people are asked than shipped, only there', () => {
    expect(approvalWeakenings(DEFAULT_APPROVAL_RULES)).toEqual([]);
    for (const each of APPROVAL_CASES) {
      const shipped = DEFAULT_APPROVAL_RULES.counts[each];
      const none = rulesWith({
        counts: { ...DEFAULT_APPROVAL_RULES.counts, [each]: {} },
      });
      expect(approvalWeakenings(none)).toEqual(
        Object.keys(shipped).map(role => ({
          path: `${each}.${role}`,
          because: '0 is fewer than the shipped 1',
        })),
      );
      const more = rulesWith({
        counts: {
          ...DEFAULT_APPROVAL_RULES.counts,
          [each]: { ...shipped, 'it-lead': 2 },
        },
      });
      expect(approvalWeakenings(more)).toEqual([]);
    }
  });
});

describe('the stricter of two lists', () => {
  it('is met only by whoever meets both', () => {
    fc.assert(
      fc.property(requirements, requirements, ballots, (a, b, given) => {
        const both = stricterRequirements(a, b);
        expect(coversRequirements(both, a)).toBe(true);
        expect(coversRequirements(both, b)).toBe(true);
        const outcome = (list: readonly ApprovalRequirement[]) =>
          tally({ requirements: list, votes: cast(given) }).outcome;
        expect(outcome(both) === 'approved').toBe(
          outcome(a) === 'approved' && outcome(b) === 'approved',
        );
      }),
    );
  });

  it('does not depend on which comes first, nor on saying it twice', () => {
    const plain = (list: readonly ApprovalRequirement[]) =>
      list
        .map(({ role, count, step = 1 }) => `${role} ${count} ${step}`)
        .sort();
    fc.assert(
      fc.property(requirements, requirements, (a, b) => {
        expect(plain(stricterRequirements(a, b))).toEqual(
          plain(stricterRequirements(b, a)),
        );
        expect(plain(stricterRequirements(a, a))).toEqual(plain(a));
      }),
    );
  });
});

describe('steps', () => {
  it('never let a later one begin while an earlier one waits', () => {
    fc.assert(
      fc.property(requirements, ballots, (asked, given) => {
        const counted = tally({ requirements: asked, votes: cast(given) });
        const turn = rolesInTurn(counted);
        const stepFor = (role: string) =>
          asked.find(each => each.role === role)?.step ?? 0;
        for (const { role, step } of counted.waitingFor) {
          const begins = turn.includes(role);
          const earliest = counted.waitingFor.every(
            other => (other.step ?? 1) >= (step ?? 1),
          );
          expect(begins).toBe(earliest);
          expect(hasBegun({ step }, counted)).toBe(earliest);
        }
        expect(turn.length > 0).toBe(counted.outcome === 'waiting');
        expect(new Set(turn.map(stepFor)).size).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('change nothing about who has to agree in the end', () => {
    fc.assert(
      fc.property(requirements, ballots, (asked, given) => {
        const flat = asked.map(each => ({ ...each, step: 1 }));
        expect(tally({ requirements: asked, votes: cast(given) }).outcome).toBe(
          tally({ requirements: flat, votes: cast(given) }).outcome,
        );
      }),
    );
  });

  it('go one after the other', () => {
    const asked: readonly ApprovalRequirement[] = [
      { role: 'security', count: 2, because: 'x' },
      { role: 'privacy', count: 1, because: 'x', step: 2 },
    ];
    const turn = (...given: readonly Pick<Vote, 'subject' | 'role'>[]) =>
      rolesInTurn(tally({ requirements: asked, votes: cast(given) }));
    const [one, two, three] = [
      { subject: 'a', role: 'security' as const },
      { subject: 'b', role: 'security' as const },
      { subject: 'c', role: 'privacy' as const },
    ];
    expect(turn()).toEqual(['security']);
    expect(turn(one)).toEqual(['security']);
    expect(turn(one, two)).toEqual(['privacy']);
    expect(turn(one, two, three)).toEqual([]);
  });
});

describe('duties of company rules', () => {
  it('ask for people of a role, the most that any of them wants', () => {
    expect(
      requirementsOfDuties([
        { code: 'approval:privacy', because: 'It is public' },
        { code: 'external-sharing', because: 'Tell somebody' },
        { code: 'approval:privacy:2', because: 'It is very public' },
        { code: 'approval:it-lead', because: 'It is new' },
      ]),
    ).toEqual([
      { role: 'privacy', count: 2, because: 'It is very public' },
      { role: 'it-lead', count: 1, because: 'It is new' },
    ]);
  });

  it.each([
    'approval:',
    'approval:nobody',
    'approval:privacy:0',
    'approval:x:y',
  ])('never open anything by a slip of the pen: %s', code => {
    expect(requirementsOfDuties([{ code, because: 'x' }])).toMatchObject([
      { role: 'security', count: 1 },
    ]);
  });
});
