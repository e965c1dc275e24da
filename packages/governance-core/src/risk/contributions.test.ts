import type { Registration } from '../registration/registration';
import { aRegistration, SOME_INTEGRATIONS as integrations } from '../testing';
import { assessFacts, hasSpecialCategory } from './assessFacts';
import { DEFAULT_RISK_MODEL as model } from './defaultRiskModel';

const assess = (changes: object, own = model) =>
  assessFacts({
    registration: { ...aRegistration(), ...changes } as Registration,
    integrations,
    model: own,
  });

/** The contribution of one code: points, floor, reason, source. */
function contributed(code: string, changes: object, own = model) {
  const found = assess(changes, own).contributions.filter(
    each => each.code === code,
  );
  return found.map(({ points, floor, reason, source }) => [
    points,
    floor,
    reason,
    source,
  ]);
}

const of = (category: string, volume = 'under-100') => ({
  dataTypes: [{ category, volume }],
});

describe('the contributions of assessFacts', () => {
  it('reads every fact once, in one order', () => {
    const registration = aRegistration({ endpoints: ['https://one.example'] });
    const { contributions, heavy } = assess(registration);
    expect(heavy).toBe(false);
    expect(
      contributions.map(({ code, points, reason, source }) => [
        code,
        points,
        reason,
        source,
      ]),
    ).toEqual([
      ['classification', 1, 'Internal data', 'R3'],
      [
        'personal-data',
        1,
        'Names and preferences of fewer than 100 people',
        'R3',
      ],
      [
        'scope:people:read',
        0,
        'Read the people directory (pre-authorised)',
        'R3',
      ],
      ['audience', 0, 'Used by one team', 'R1'],
      ['hosting', 0, 'Runs on company systems', 'R1'],
      ['ai-share', 0, '80 % of the code is written by AI', 'R1'],
      ['successor', 0, 'A second owner is named', 'R10'],
      ['retention', 0, 'It is said for how long data is kept', 'R8'],
      ['other-hosts', 0, 'Calls 1 host beyond the integration catalog', 'R6'],
    ]);
  });

  it.each<[string, object, number, number | undefined, string, string]>([
    [
      'classification',
      { classification: 'public', dataTypes: [], scopes: [] },
      0,
      undefined,
      'Public data',
      'R3',
    ],
    [
      'classification',
      { classification: 'confidential' },
      3,
      4,
      'Confidential data',
      'R3',
    ],
    [
      'classification',
      { classification: 'regulated' },
      5,
      8,
      'Regulated data',
      'R3',
    ],
    [
      'classification',
      { classification: 'secret' },
      5,
      8,
      'Regulated data: "secret" is not a known class',
      'R2',
    ],
    [
      'audience',
      { audience: 'self' },
      0,
      undefined,
      'Used by its owner only',
      'R1',
    ],
    [
      'audience',
      { audience: 'company' },
      1,
      undefined,
      'Used by the whole company',
      'R1',
    ],
    [
      'audience',
      { audience: 'public' },
      2,
      undefined,
      'Open to the public',
      'R1',
    ],
    [
      'audience',
      { audience: 'everyone' },
      2,
      undefined,
      'It is not known who may use it, so it counts as the public',
      'R1',
    ],
    [
      'audience',
      { audience: 'toString' },
      2,
      undefined,
      'It is not known who may use it, so it counts as the public',
      'R1',
    ],
    [
      'hosting',
      { hosting: 'sandbox' },
      0,
      undefined,
      'Runs in the sandbox',
      'R1',
    ],
    [
      'hosting',
      { hosting: 'external' },
      1,
      undefined,
      'Runs outside the company',
      'R1',
    ],
    [
      'hosting',
      { hosting: 'the moon' },
      1,
      undefined,
      'It is not known where it runs, so it counts as outside the company',
      'R1',
    ],
    [
      'ai-share',
      { aiGeneratedShare: 50, audience: 'company' },
      0,
      undefined,
      '50 % of the code is written by AI',
      'R1',
    ],
    [
      'ai-share',
      { aiGeneratedShare: 51, audience: 'company' },
      1,
      undefined,
      '51 % of the code is written by AI',
      'R1',
    ],
    [
      'ai-share',
      { aiGeneratedShare: 100, audience: 'public' },
      1,
      undefined,
      '100 % of the code is written by AI',
      'R1',
    ],
    [
      'ai-share',
      { aiGeneratedShare: 0, audience: 'public' },
      0,
      undefined,
      '0 % of the code is written by AI',
      'R1',
    ],
    ...[undefined, NaN, -1, 101, '10'].map(
      (
        aiGeneratedShare,
      ): [string, object, number, undefined, string, string] => [
        'ai-share',
        { aiGeneratedShare, audience: 'company' },
        1,
        undefined,
        'The share of code written by AI is not stated, so it counts as all of it',
        'R1',
      ],
    ),
    [
      'successor',
      { successor: undefined },
      1,
      undefined,
      'Nobody is named to take over',
      'R10',
    ],
    [
      'successor',
      { successor: ' ' },
      1,
      undefined,
      'Nobody is named to take over',
      'R10',
    ],
    [
      'successor',
      { successor: 7 },
      1,
      undefined,
      'Nobody is named to take over',
      'R10',
    ],
    [
      'retention',
      { retentionDays: 0 },
      1,
      undefined,
      'It is not said for how long data is kept',
      'R8',
    ],
    [
      'other-hosts',
      { endpoints: ['https://one.example', 'https://two.example'] },
      0,
      undefined,
      'Calls 2 hosts beyond the integration catalog',
      'R6',
    ],
    [
      'other-hosts',
      {
        endpoints: [
          'https://one.example',
          'https://two.example',
          'https://three.example',
        ],
      },
      1,
      undefined,
      'Calls 3 hosts beyond the integration catalog',
      'R6',
    ],
    [
      'personal-data',
      { dataTypes: undefined },
      0,
      undefined,
      'No personal data',
      'R3',
    ],
    [
      'personal-data',
      of('contact', 'under-1000'),
      1,
      undefined,
      'Contact details of fewer than 1000 people',
      'R3',
    ],
    [
      'personal-data',
      of('location', 'under-1000'),
      2,
      undefined,
      'Places people have been of fewer than 1000 people',
      'R3',
    ],
    [
      'personal-data',
      of('location', 'over-10000'),
      3,
      undefined,
      'Places people have been of more than 10000 people',
      'R3',
    ],
    [
      'personal-data',
      of('health', 'under-10000'),
      4,
      8,
      'Much personal data: facts about health of 1000 to 10000 people',
      'R3',
    ],
    [
      'personal-data',
      of('health'),
      2,
      4,
      'Data that needs special care: facts about health of fewer than 100 people',
      'R3',
    ],
    [
      'personal-data',
      of('moods'),
      2,
      4,
      'Data that needs special care: moods of fewer than 100 people',
      'R3',
    ],
  ])(
    'of %s for %j: %i, %s, %s',
    (code, changes, points, floor, reason, source) => {
      expect(contributed(code, changes)).toEqual([
        [points, floor, reason, source],
      ]);
    },
  );

  it('says why data is of a higher class than was declared', () => {
    expect(
      contributed('classification', { scopes: ['patients:read'] }),
    ).toEqual([
      [5, 8, expect.stringMatching(/^Regulated data: .*patient/), 'R2'],
    ]);
    expect(contributed('classification', of('financial'))).toEqual([
      [3, 4, expect.stringMatching(/^Confidential data: .*financial/), 'R2'],
    ]);
  });

  it('takes each number of its model', () => {
    const own = {
      ...model,
      missingSuccessor: 3,
      missingRetention: 4,
      otherHosts: { free: 0, points: 5 },
      floors: { ...model.floors, specialCategory: 6, piiHeavy: 9 },
      specialCategories: ['names'] as const,
      piiHeavyAt: 1_000,
    };
    expect(contributed('successor', { successor: '' }, own)[0][0]).toBe(3);
    expect(contributed('retention', { retentionDays: 0 }, own)[0][0]).toBe(4);
    const calls = { endpoints: ['https://one.example'] };
    expect(contributed('other-hosts', calls, own)[0][0]).toBe(5);
    expect(contributed('personal-data', of('names'), own)[0][1]).toBe(6);
    expect(contributed('personal-data', of('health'), own)[0][1]).toBe(
      undefined,
    );
    const heavy = { ...own, piiHeavyAt: 1 };
    expect(contributed('personal-data', of('names'), heavy)[0][1]).toBe(9);
    expect(assess(of('names'), heavy).heavy).toBe(true);
  });
});

describe('hasSpecialCategory', () => {
  it.each([
    [[], false],
    [['names', 'financial'], false],
    [['names', 'health'], true],
    [['children'], true],
    [['moods'], true],
    [undefined, false],
  ])('of %j is %s', (categories, expected) => {
    const dataTypes = categories?.map(category => ({
      category,
      volume: 'under-100',
    })) as Registration['dataTypes'];
    expect(hasSpecialCategory({ dataTypes }, model)).toBe(expected);
  });
});
