import fc from 'fast-check';
import { aPerson, aVote, votes } from '../testing';
import type { EligibilityFacts } from './approval';
import { eligibility } from './eligibility';
import { requirementsFor } from './requirementsFor';
import { normaliseRef, samePerson } from './samePerson';
import { tally } from './tally';

const reviewers = 'group:default/security-reviewers';
const sam = aPerson('sam', { groups: [reviewers] });
const maya = aPerson('maya', { groups: ['group:default/product'] });

function facts(changes: Partial<EligibilityFacts> = {}): EligibilityFacts {
  return {
    voter: sam,
    actingDirectly: true,
    role: 'security',
    approverGroups: [reviewers],
    band: 'medium',
    involved: [{ person: maya, as: 'owner' }],
    ownerGroups: ['group:default/product'],
    ...changes,
  };
}

describe('eligibility', () => {
  it('lets a reviewer without a part in the app decide', () => {
    expect(eligibility(facts())).toEqual({ ok: true, value: true });
  });

  it.each([
    ['her own record', aPerson('maya')],
    [
      'a reference in capitals',
      { ...aPerson('MAYA'), subject: 'x', email: '' },
    ],
    ['a bare name', { ref: 'maya', subject: 'x', groups: [] }],
    ['only the kind', { ref: 'User:maya', subject: 'x', groups: [] }],
    ['only the namespace', { ref: 'Default/Maya', subject: 'x', groups: [] }],
    [
      'full-width letters',
      { ref: 'user:default/ｍａｙａ', subject: 'x', groups: [] },
    ],
    [
      'a zero-width space',
      { ref: 'user:default/ma\u200bya', subject: 'x', groups: [] },
    ],
    [
      'a second account with the same subject',
      { ref: 'user:default/ml2', subject: 'sub-maya', groups: [] },
    ],
    [
      'a second account with the same e-mail',
      {
        ref: 'user:default/ml3',
        subject: 'x',
        email: 'Maya@Example.com',
        groups: [],
      },
    ],
    [
      'an account named by her e-mail',
      { ref: 'user:default/maya@example.com', subject: 'x', groups: [] },
    ],
  ])('keeps an owner out under %s', (_, alias) => {
    for (const as of [
      'requester',
      'owner',
      'successor',
      'editor',
      'attester',
    ] as const) {
      const result = eligibility(
        facts({
          voter: { ...alias, groups: [reviewers] },
          involved: [{ person: maya, as }],
        }),
      );
      expect(result).toMatchObject({
        ok: false,
        refusal: { code: 'not-eligible' },
      });
    }
  });

  it.each([
    ['m\u0430ya', false],
    ['maya1', true],
    ['mayal', true],
    ['m\u00e4ya', false],
  ])(
    'tells the owner maya and the reviewer %s apart by subject: %s',
    (name, apart) => {
      const voter = aPerson(name, { groups: [reviewers] });
      const owner = aPerson(name === 'mayal' ? 'maya1' : 'maya');
      const { ok } = eligibility(
        facts({ voter, involved: [{ person: owner, as: 'owner' }] }),
      );
      expect(ok).toBe(apart);
    },
  );

  it('treats a look-alike as the same person where a subject is missing', () => {
    const owner = { ref: 'user:default/mаya', groups: [] }; // Cyrillic а
    const voter = aPerson('maya', { groups: [reviewers] });
    expect(
      eligibility(facts({ voter, involved: [{ person: owner, as: 'owner' }] }))
        .ok,
    ).toBe(false);
  });

  it.each([
    ['a template', facts({ actingDirectly: false }), /template or a tool/],
    [
      'somebody without a subject',
      facts({ voter: { ...sam, subject: ' ' } }),
      /no stable subject/,
    ],
    [
      'somebody outside the group',
      facts({ voter: aPerson('ivan') }),
      /members of the security reviewers/,
    ],
    [
      'anybody when no group is set',
      facts({ approverGroups: [] }),
      /members of the/,
    ],
    [
      'a colleague of the owner in High',
      facts({
        band: 'high',
        voter: { ...sam, groups: [reviewers, 'Group:product'] },
      }),
      /owner’s team/,
    ],
  ])('refuses %s and says why', (_, given, because) => {
    const result = eligibility(given);
    expect(result.ok ? '' : result.refusal.because).toMatch(because);
  });

  it.each([
    [
      'requester',
      'You cannot decide on this request because you asked for this approval. Another reviewer has to decide.',
    ],
    [
      'owner',
      'You cannot decide on this request because you own this app, or owned it while the request was open. Another reviewer has to decide.',
    ],
    [
      'successor',
      'You cannot decide on this request because you are the second owner of this app. Another reviewer has to decide.',
    ],
    [
      'editor',
      'You cannot decide on this request because you changed this version of the app. Another reviewer has to decide.',
    ],
    [
      'attester',
      'You cannot decide on this request because you confirmed the data handling of this version. Another reviewer has to decide.',
    ],
    [
      'bystander',
      'You cannot decide on this request because you have a part in it. Another reviewer has to decide.',
    ],
  ])('tells the %s why she is out', (as, because) => {
    const result = eligibility(
      facts({
        voter: { ...maya, groups: [reviewers] },
        involved: [{ person: maya, as: as as 'owner' }],
      }),
    );
    expect(result.ok ? '' : result.refusal.because).toBe(because);
  });

  it.each([
    ['security', 'security reviewers'],
    ['privacy', 'privacy office'],
    ['it', 'IT administrators'],
    ['legal', 'reviewers'],
  ])('names who may decide as %s', (role, title) => {
    const result = eligibility(
      facts({ role: role as 'it', voter: aPerson('pat') }),
    );
    expect(result.ok ? '' : result.refusal.because).toBe(
      `Only members of the ${title} can decide here, and you are not one of them.`,
    );
  });

  it('takes an unknown band for High, and empty group names for nothing', () => {
    const colleague = {
      ...sam,
      groups: [reviewers, 'group:default/product', ''],
    };
    expect(
      eligibility(facts({ voter: colleague, band: 'odd' as 'low' })).ok,
    ).toBe(false);
    expect(eligibility(facts({ voter: colleague, band: 'low' })).ok).toBe(true);
    expect(
      eligibility(facts({ voter: colleague, approverGroups: [''] })).ok,
    ).toBe(false);
  });

  it('lets a colleague of the owner decide in Medium', () => {
    const voter = { ...sam, groups: [reviewers, 'group:default/product'] };
    expect(eligibility(facts({ voter })).ok).toBe(true);
  });
});

describe('normaliseRef', () => {
  it('gives every spelling one form', () => {
    expect(normaliseRef('User:Default/Ana')).toBe('user:default/ana');
    expect(normaliseRef(' ana ')).toBe('user:default/ana');
    expect(normaliseRef('Product', 'group')).toBe('group:default/product');
    expect(normaliseRef('group:other/x')).toBe('group:other/x');
    expect(normaliseRef('')).toBe('');
  });

  it('does not take two empty references for one person', () => {
    expect(samePerson({ ref: '', groups: [] }, { ref: '', groups: [] })).toBe(
      false,
    );
    expect(samePerson(maya, sam)).toBe(false);
  });
});

describe('requirementsFor', () => {
  const roles = (options: Parameters<typeof requirementsFor>[0]) =>
    requirementsFor(options).map(({ role, count }) => `${role} ${count}`);

  it('asks nobody in Low, security from Medium, privacy for regulated data', () => {
    const oneApproverInMedium = true;
    expect(
      roles({ band: 'low', effectiveClass: 'internal', oneApproverInMedium }),
    ).toEqual([]);
    expect(
      roles({
        band: 'medium',
        effectiveClass: 'confidential',
        oneApproverInMedium,
      }),
    ).toEqual(['security 1']);
    expect(
      roles({ band: 'high', effectiveClass: 'regulated', oneApproverInMedium }),
    ).toEqual(['security 1', 'privacy 1']);
    expect(
      roles({
        band: 'medium',
        effectiveClass: 'internal',
        oneApproverInMedium: false,
      }),
    ).toEqual([]);
    expect(
      roles({
        band: 'odd' as 'low',
        effectiveClass: 'internal',
        oneApproverInMedium: false,
      }),
    ).toEqual(['security 1']);
  });
});

describe('the reasons for who has to agree', () => {
  it('are one sentence each', () => {
    const because = (band: 'medium' | 'high', effectiveClass: 'regulated') =>
      requirementsFor({ band, effectiveClass, oneApproverInMedium: true }).map(
        requirement => requirement.because,
      );
    expect(because('medium', 'regulated')).toEqual([
      'Medium risk needs one security reviewer to agree',
      'Regulated data needs the privacy office to agree',
    ]);
    expect(because('high', 'regulated')).toEqual([
      'High risk needs one security reviewer to agree',
      'Regulated data needs the privacy office to agree',
    ]);
  });

  it('go by an effective class with its reasons, and fail closed without one', () => {
    const roles = (effectiveClass: unknown) =>
      requirementsFor({
        band: 'low',
        effectiveClass: effectiveClass as 'public',
        oneApproverInMedium: true,
      }).map(({ role }) => role);
    expect(
      roles({ declared: 'public', effective: 'regulated', reasons: [] }),
    ).toEqual(['privacy']);
    expect(
      roles({ declared: 'public', effective: 'public', reasons: [] }),
    ).toEqual([]);
    expect(roles(undefined)).toEqual(['privacy']);
    expect(roles('secret')).toEqual(['privacy']);
  });
});

describe('tally', () => {
  const requirements = requirementsFor({
    band: 'medium',
    effectiveClass: 'internal',
    oneApproverInMedium: true,
  });

  it('waits, approves, asks for changes and rejects', () => {
    const outcome = (given: ReturnType<typeof aVote>[]) =>
      tally({ requirements, votes: given }).outcome;
    expect(outcome([])).toBe('waiting');
    expect(outcome([aVote()])).toBe('approved');
    expect(outcome([aVote({ role: 'privacy' })])).toBe('waiting');
    expect(outcome([aVote({ subject: '' })])).toBe('waiting');
    expect(
      outcome([aVote(), aVote({ subject: 'b', choice: 'ask-for-changes' })]),
    ).toBe('changes-requested');
    expect(outcome([aVote(), aVote({ subject: 'b', choice: 'reject' })])).toBe(
      'rejected',
    );
  });

  it('counts one person once, under two subjects or two spellings', () => {
    const two = [{ role: 'security' as const, count: 2, because: 'x' }];
    const again = (changes: Partial<ReturnType<typeof aVote>>) =>
      tally({ requirements: two, votes: [aVote(), aVote(changes)] });
    expect(again({ subject: 'other', voterRef: 'User:SAM' }).outcome).toBe(
      'waiting',
    );
    expect(again({ voterRef: 'user:default/sam2' }).outcome).toBe('waiting');
    expect(
      again({ subject: 'sub-li', voterRef: 'user:default/li' }).outcome,
    ).toBe('approved');
  });

  it('says whom it waits for, with how many there are', () => {
    const two = [
      { role: 'security' as const, count: 2, because: 'x' },
      { role: 'privacy' as const, count: 0, because: 'y' },
    ];
    expect(tally({ requirements: two, votes: [aVote()] })).toEqual({
      outcome: 'waiting',
      waitingFor: [
        { role: 'security', count: 2, because: 'x', have: 1 },
        { role: 'privacy', count: 0, because: 'y', have: 0 },
      ],
    });
    expect(tally({ requirements: [], votes: [] })).toEqual({
      outcome: 'approved',
      waitingFor: [],
    });
  });

  it('counts the latest vote, the sterner where a time cannot be read, and any "no" of nobody', () => {
    const outcome = (...given: ReturnType<typeof aVote>[]) =>
      tally({ requirements, votes: given }).outcome;
    const early = '2026-11-24T09:00:00.000Z';
    expect(outcome(aVote({ choice: 'reject', at: early }), aVote())).toBe(
      'approved',
    );
    expect(outcome(aVote(), aVote({ choice: 'reject', at: early }))).toBe(
      'approved',
    );
    expect(outcome(aVote({ choice: 'reject', at: 'once' }), aVote())).toBe(
      'rejected',
    );
    expect(outcome(aVote(), aVote({ choice: 'reject', at: 'once' }))).toBe(
      'rejected',
    );
    expect(outcome(aVote(), aVote({ subject: '', choice: 'reject' }))).toBe(
      'rejected',
    );
    expect(
      outcome(aVote(), aVote({ subject: 'b', choice: 'maybe' as 'approve' })),
    ).toBe('rejected');
  });

  it('lets the sterner of two votes of one instant stand', () => {
    const given = [aVote({ choice: 'reject' }), aVote()];
    expect(tally({ requirements, votes: given }).outcome).toBe('rejected');
    expect(tally({ requirements, votes: [...given].reverse() }).outcome).toBe(
      'rejected',
    );
  });

  it('gives the same answer for every order of the votes', () => {
    fc.assert(
      fc.property(
        votes().chain(given =>
          fc.tuple(
            fc.constant(given),
            fc.shuffledSubarray([...given], { minLength: given.length }),
          ),
        ),
        ([given, shuffled]) => {
          expect(tally({ requirements, votes: shuffled })).toEqual(
            tally({ requirements, votes: given }),
          );
        },
      ),
    );
  });
});
