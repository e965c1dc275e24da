import { matchIntegrations } from '../classification/integrationsOf';
import type { Registration } from '../registration/registration';
import {
  aRegistration,
  anIntegration,
  SOME_INTEGRATIONS as integrations,
} from '../testing';
import { DEFAULT_RISK_MODEL as model } from './defaultRiskModel';
import { singleChanges } from './singleChanges';

/** Exposed in every way that can be changed. */
const EXPOSED = aRegistration({
  successor: ' ',
  retentionDays: NaN,
  audience: 'public',
  hosting: 'external',
  aiGeneratedShare: 80,
  scopes: ['crm:write', ' crm:write', 'odd:scope'],
  vendors: [' Newcorp', 'payfast'],
  libraries: ['mapland-sdk', 'payfast', 'zod'],
  endpoints: [
    'https://api.payfast.example/v2',
    'https://one.example',
    'https://two.example',
    'https://three.example',
  ],
  dataTypes: [
    { category: 'health', volume: 'over-10000' },
    { category: 'names', volume: 'under-100' },
    { category: 'contact', volume: 'under-1000' },
    { category: 'contact', volume: 'under-100' },
  ],
});

const changesOf = (registration: Registration, catalog = integrations) =>
  singleChanges({
    registration,
    model,
    match: matchIntegrations({ registration, integrations: catalog }),
  });

/** What one change makes of a registration. */
function after(change: string, registration = EXPOSED): Registration {
  const found = changesOf(EXPOSED).find(each => each.change === change);
  if (!found) throw new Error(`There is no change "${change}"`);
  return found.apply(registration);
}

describe('singleChanges', () => {
  it('offers everything that can be changed, with its effort, in plain words', () => {
    expect(
      changesOf(EXPOSED).map(({ code, slot, effort, change, without }) => [
        code,
        slot,
        effort,
        change,
        without,
      ]),
    ).toEqual([
      [
        'successor',
        'successor',
        1,
        'Name a second owner',
        'With a second owner',
      ],
      [
        'retention',
        'retention',
        1,
        'Say for how many days data is kept',
        'With a retention window',
      ],
      ['audience', 'audience', 6, 'Use it alone', 'For yourself'],
      ['audience', 'audience', 5, 'Open it to your team only', 'For the team'],
      [
        'audience',
        'audience',
        4,
        'Open it to the company only',
        'For the company',
      ],
      [
        'hosting',
        'hosting',
        4,
        'Run it on company systems',
        'On company systems',
      ],
      [
        'ai-share',
        'ai-share',
        5,
        'Have people write at least 50 % of the code',
        'With 50 % of the code by AI at most',
      ],
      [
        'scope:crm:write',
        'scope:crm:write',
        2,
        'Do without the scope crm:write',
        'Without crm:write',
      ],
      [
        'scope:odd:scope',
        'scope:odd:scope',
        2,
        'Do without the scope odd:scope',
        'Without odd:scope',
      ],
      [
        'vendor:Newcorp',
        'vendor:Newcorp',
        2,
        'Do without Newcorp',
        'Without Newcorp',
      ],
      [
        'vendor:mapland',
        'vendor:mapland',
        2,
        'Do without Mapland',
        'Without Mapland',
      ],
      [
        'vendor:payfast',
        'vendor:payfast',
        2,
        'Do without Payfast',
        'Without Payfast',
      ],
      ...['one.example', 'three.example', 'two.example'].map(host => [
        'other-hosts',
        `host:${host}`,
        2,
        `Do without calls to ${host}`,
        `Without ${host}`,
      ]),
      ['personal-data', 'data:names', 4, 'Do without names', 'Without names'],
      [
        'personal-data',
        'data:contact',
        4,
        'Do without contact details',
        'Without contact details',
      ],
      [
        'personal-data',
        'data:contact',
        3,
        'Keep contact details of fewer than 100 people at most',
        'With contact details of fewer than 100 people',
      ],
      [
        'personal-data',
        'data:health',
        4,
        'Do without facts about health',
        'Without facts about health',
      ],
      [
        'personal-data',
        'data:health',
        3,
        'Keep facts about health of 1000 to 10000 people at most',
        'With facts about health of 1000 to 10000 people',
      ],
      [
        'personal-data',
        'data:*',
        5,
        'Keep nothing about people',
        'Without personal data',
      ],
    ]);
  });

  it.each<[string, Partial<Registration>]>([
    ['Name a second owner', { successor: 'user:default/successor' }],
    ['Say for how many days data is kept', { retentionDays: 90 }],
    ['Use it alone', { audience: 'self' }],
    ['Open it to your team only', { audience: 'team' }],
    ['Open it to the company only', { audience: 'company' }],
    ['Run it on company systems', { hosting: 'company' }],
    ['Have people write at least 50 % of the code', { aiGeneratedShare: 50 }],
    ['Do without the scope crm:write', { scopes: ['odd:scope'] }],
    ['Do without Newcorp', { vendors: ['payfast'] }],
    ['Do without Mapland', { libraries: ['payfast', 'zod'] }],
    [
      'Do without Payfast',
      {
        vendors: [' Newcorp'],
        libraries: ['mapland-sdk', 'zod'],
        endpoints: [
          'https://one.example',
          'https://two.example',
          'https://three.example',
        ],
      },
    ],
    [
      'Do without calls to two.example',
      {
        endpoints: [
          'https://api.payfast.example/v2',
          'https://one.example',
          'https://three.example',
        ],
      },
    ],
    [
      'Do without names',
      {
        dataTypes: [
          { category: 'contact', volume: 'under-1000' },
          { category: 'health', volume: 'over-10000' },
        ],
      },
    ],
    [
      'Keep contact details of fewer than 100 people at most',
      {
        dataTypes: [
          { category: 'names', volume: 'under-100' },
          { category: 'health', volume: 'over-10000' },
          { category: 'contact', volume: 'under-100' },
        ],
      },
    ],
    ['Keep nothing about people', { dataTypes: [] }],
  ])('changes what it says and nothing else: %s', (change, expected) => {
    expect(after(change)).toEqual({ ...EXPOSED, ...expected });
  });

  it('goes together with changes of other things', () => {
    const both = after('Do without names', after('Do without contact details'));
    expect(both.dataTypes).toEqual([
      { category: 'health', volume: 'over-10000' },
    ]);
    expect(
      after('Do without calls to one.example', after('Do without Payfast')),
    ).toMatchObject({
      endpoints: ['https://two.example', 'https://three.example'],
    });
  });

  it('offers nothing where nothing is exposed', () => {
    const bare = aRegistration({
      audience: 'self',
      aiGeneratedShare: 50,
      dataTypes: [],
      scopes: [],
    });
    expect(changesOf(bare)).toEqual([]);
    expect(changesOf({ ...bare, hosting: 'sandbox' })).toEqual([]);
    expect(changesOf({ ...bare, aiGeneratedShare: 0 })).toEqual([]);
    const two = ['https://one.example', 'https://two.example'];
    expect(changesOf({ ...bare, endpoints: two })).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, readonly string[]]>([
    ['no share at all', { aiGeneratedShare: undefined }, ['ai-share']],
    ['a share below nothing', { aiGeneratedShare: -1 }, ['ai-share']],
    ['a share that is no number', { aiGeneratedShare: NaN }, ['ai-share']],
    ['a share just above', { aiGeneratedShare: 51 }, ['ai-share']],
    ['a place that nobody knows', { hosting: 'the moon' }, ['hosting']],
    [
      'an audience that nobody knows',
      { audience: 'everyone' },
      ['audience', 'audience', 'audience'],
    ],
    ['one step of audience', { audience: 'team' }, ['audience']],
    ['no second owner', { successor: undefined }, ['successor']],
    ['no window', { retentionDays: 0 }, ['retention']],
    [
      'one kind of data',
      { dataTypes: aRegistration().dataTypes.slice(0, 1) },
      ['personal-data'],
    ],
  ])('sees %s', (_, change, codes) => {
    const bare = aRegistration({
      audience: 'self',
      aiGeneratedShare: 0,
      dataTypes: [],
      scopes: [],
    });
    expect(
      changesOf({ ...bare, ...change } as Registration).map(({ code }) => code),
    ).toEqual(codes);
  });

  it('calls a kind of data that nobody knows by its own name', () => {
    const registration = aRegistration({
      audience: 'self',
      aiGeneratedShare: 0,
      scopes: [],
      dataTypes: [{ category: 'moods', volume: 'under-100' }] as never,
    });
    expect(changesOf(registration).map(({ change }) => change)).toEqual([
      'Do without moods',
    ]);
  });

  it('takes the addresses and packages of a vendor in any spelling', () => {
    const catalog = [
      anIntegration({
        kind: 'vendor',
        name: 'Ｎewcorp',
        title: 'Newcorp',
        hosts: ['API.newcorp.example'],
        sdkPackages: [' newcorp-sdk'],
      }),
    ];
    const registration = aRegistration({
      audience: 'self',
      aiGeneratedShare: 0,
      dataTypes: [],
      scopes: [],
      vendors: ['Newcorp'],
      libraries: ['newcorp-sdk', 'zod'],
      endpoints: ['https://api.newcorp.example/x', 'https://one.example'],
    });
    const [change, ...others] = changesOf(registration, catalog);
    expect(others).toEqual([]);
    expect(change.code).toBe('vendor:Newcorp');
    expect(change.apply(registration)).toEqual({
      ...registration,
      vendors: [],
      libraries: ['zod'],
      endpoints: ['https://one.example'],
    });
  });
});
