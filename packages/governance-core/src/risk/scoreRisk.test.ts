import fc from 'fast-check';
import { DATA_CLASSES } from '../classification/dataClass';
import { classifyData } from '../classification/classifyData';
import {
  AUDIENCES,
  DATA_VOLUMES,
  HOSTINGS,
} from '../registration/registration';
import type { Registration } from '../registration/registration';
import { registrations, aRegistration, SOME_INTEGRATIONS } from '../testing';
import { bandOf } from './bandOf';
import { DEFAULT_RISK_MODEL } from './defaultRiskModel';
import { personalDataGrade } from './personalData';
import { scoreRisk } from './scoreRisk';

const integrations = SOME_INTEGRATIONS;
const score = (registration: Registration) =>
  scoreRisk({ registration, integrations }).score;

describe('scoreRisk', () => {
  it('gives Where2Eat 2 of 10, Low, with its reasons', () => {
    const risk = scoreRisk({ registration: aRegistration(), integrations });
    expect(risk).toMatchObject({ score: 2, band: 'low', modelRevision: '1.1' });
    expect(
      risk.contributions
        .filter(({ points }) => points > 0)
        .map(({ code, points, reason }) => [code, points, reason]),
    ).toEqual([
      ['classification', 1, 'Internal data'],
      ['personal-data', 1, 'Names and preferences of fewer than 100 people'],
    ]);
    expect(
      risk.contributions.find(({ code }) => code === 'scope:people:read'),
    ).toMatchObject({ points: 0 });
  });

  it.each([
    ['no second owner', { successor: undefined }, 3],
    ['a blank second owner', { successor: ' ' }, 3],
    ['no retention window', { retentionDays: NaN }, 3],
    ['a retention window beyond reason', { retentionDays: 3651 }, 3],
    ['the longest retention window', { retentionDays: 3650 }, 2],
    [
      'facts about a few children',
      { dataTypes: [{ category: 'children', volume: 'under-100' }] },
      5,
    ],
    ['a privileged scope', { dataTypes: [], scopes: ['crm:write'] }, 4],
    [
      'a scope that nobody knows',
      { dataTypes: [], scopes: ['nobody-knows:it'] },
      4,
    ],
    ['a vendor that nobody knows', { dataTypes: [], vendors: ['newcorp'] }, 4],
    ['a payment vendor', { vendors: ['payfast'] }, 4],
    ['a payment vendor used by its package', { libraries: ['payfast'] }, 4],
    ['confidential data', { dataTypes: [], classification: 'confidential' }, 4],
    ['regulated data', { classification: 'regulated' }, 8],
    [
      'much personal data',
      { dataTypes: [{ category: 'health', volume: 'under-10000' }] },
      9,
    ],
  ] as const)('counts %s', (_, changes, expected) => {
    expect(score(aRegistration(changes))).toBe(expected);
  });

  it('says what lowers the score and which change is the cheapest', () => {
    const risk = scoreRisk({
      registration: aRegistration({ scopes: ['people:read', 'crm:write'] }),
      integrations,
    });
    expect(risk.cheapestWayDown).toEqual({
      change: 'Do without the scope crm:write',
      score: 2,
      band: 'low',
    });
    expect(
      risk.contributions.find(({ code }) => code === 'scope:crm:write')?.lowers,
    ).toBe(
      'Without crm:write: 4 → 2, approved at once when its checks are green',
    );
  });

  it.each<[string, Partial<Registration>, Record<string, string>]>([
    [
      'inside one band, by the text where all else is equal',
      { audience: 'company', aiGeneratedShare: 0 },
      {
        audience: 'For the team: 3 → 2',
        'personal-data': 'Without personal data: 3 → 2',
      },
    ],
    [
      'from High to Medium and to Low, the lower band first',
      {
        dataTypes: [
          { category: 'contact', volume: 'over-10000' },
          { category: 'location', volume: 'over-10000' },
        ],
        scopes: [],
      },
      {
        'personal-data':
          'Without places people have been: 8 → 3, approved at once when its checks are green',
      },
    ],
    [
      'to Medium where there is no way to Low',
      {
        classification: 'confidential',
        dataTypes: [{ category: 'location', volume: 'over-10000' }],
        scopes: ['patients:read'],
      },
      {
        'personal-data':
          'With places people have been of 1000 to 10000 people: 9 → 8',
        'scope:patients:read': 'Without patients:read: 9 → 6, Medium',
      },
    ],
    [
      'by giving up all of a vendor',
      { vendors: ['newcorp', 'payfast'], libraries: ['payfast'] },
      {
        'personal-data': 'Without personal data: 5 → 4',
        'vendor:newcorp': 'Without newcorp: 5 → 4',
        'vendor:payfast': 'Without Payfast: 5 → 4',
      },
    ],
    [
      'by each thing that is missing',
      { successor: '', retentionDays: NaN, dataTypes: [], scopes: [] },
      {
        successor: 'With a second owner: 3 → 2',
        retention: 'With a retention window: 3 → 2',
      },
    ],
  ])('says what lowers it %s', (_, changes, expected) => {
    const { contributions } = scoreRisk({
      registration: aRegistration(changes),
      integrations,
    });
    const lowers = contributions.flatMap(each =>
      each.lowers === undefined ? [] : [[each.code, each.lowers]],
    );
    expect(Object.fromEntries(lowers)).toEqual(expected);
  });

  it.each<[string, Partial<Registration>, object]>([
    [
      'the lower band before the least effort',
      {
        dataTypes: [
          { category: 'contact', volume: 'over-10000' },
          { category: 'location', volume: 'over-10000' },
        ],
        scopes: [],
        successor: undefined,
        audience: 'self',
      },
      { change: 'Keep nothing about people', score: 2, band: 'low' },
    ],
    [
      'less effort before a lower score',
      {
        audience: 'public',
        hosting: 'external',
        aiGeneratedShare: 0,
        dataTypes: [],
        scopes: [],
        classification: 'public',
      },
      { change: 'Open it to the company only', score: 2, band: 'low' },
    ],
    [
      'the text where all else is equal',
      { successor: undefined, retentionDays: NaN },
      { change: 'Name a second owner', score: 3, band: 'low' },
    ],
  ])('calls the cheapest: %s', (_, changes, expected) => {
    const registration = aRegistration(changes);
    expect(scoreRisk({ registration, integrations }).cheapestWayDown).toEqual(
      expected,
    );
  });

  it('says nothing of a way down where there is none', () => {
    const risk = scoreRisk({
      registration: aRegistration({
        audience: 'self',
        dataTypes: [],
        scopes: [],
        classification: 'public',
      }),
      integrations,
    });
    expect(risk).toMatchObject({ score: 0, band: 'low' });
    expect('cheapestWayDown' in risk).toBe(false);
  });

  it('prefers naming a successor to giving up data inside one band', () => {
    const registration = aRegistration({ successor: undefined });
    expect(scoreRisk({ registration, integrations }).cheapestWayDown).toEqual({
      change: 'Name a second owner',
      score: 2,
      band: 'low',
    });
  });

  it.each([
    ['audience', 'everyone'],
    ['hosting', 'the moon'],
    ['classification', 'secret'],
    ['aiGeneratedShare', NaN],
    ['aiGeneratedShare', -1],
    ['aiGeneratedShare', 101],
  ])('never lowers the score for an unusable %s', (field, value) => {
    const odd = { ...aRegistration(), [field]: value } as Registration;
    expect(score(odd)).toBeGreaterThanOrEqual(score(aRegistration()));
  });

  it('counts a vendor whose approval has ended once it knows the time', () => {
    const catalog = integrations.map(item =>
      item.name === 'mapland'
        ? { ...item, approvedUntil: '2026-11-24T10:00:00.000Z' }
        : item,
    );
    const registration = aRegistration({ vendors: ['mapland'] });
    const vendorAt = (now?: string, list = catalog) => {
      const risk = scoreRisk({ registration, integrations: list, now });
      const { points, floor, reason } =
        risk.contributions.find(({ code }) => code === 'vendor:mapland') ?? {};
      return [risk.score, points, floor, reason];
    };
    const fine = [2, 0, undefined, 'Mapland (pre-authorised)'];
    const over = [4, 2, 4, 'Mapland (its approval has ended, pre-authorised)'];
    expect(vendorAt()).toEqual(fine);
    expect(vendorAt('2026-11-24T09:59:59.999Z')).toEqual(fine);
    expect(vendorAt('2026-11-24T10:00:00.000Z')).toEqual(over);
    expect(vendorAt('some day')).toEqual(over);
    expect(vendorAt('2026-11-24T10:00:00.000Z', [...integrations])).toEqual(
      fine,
    );
  });

  it('names data that needs special care, and keeps it from Low whatever its class', () => {
    const model = { ...DEFAULT_RISK_MODEL, categoryClasses: {} };
    const risk = scoreRisk({
      registration: aRegistration({
        dataTypes: [{ category: 'children', volume: 'under-100' }],
      }),
      integrations,
      model,
    });
    expect(risk.score).toBe(4);
    expect(
      risk.contributions.find(({ code }) => code === 'personal-data'),
    ).toMatchObject({
      points: 2,
      floor: 4,
      reason:
        "Data that needs special care: children's data of fewer than 100 people",
    });
  });

  it('gives every contribution a code of its own, points, reason and source', () => {
    fc.assert(
      fc.property(registrations(), registration => {
        const { contributions } = scoreRisk({ registration, integrations });
        const codes = contributions.map(({ code }) => code);
        expect(new Set(codes).size).toBe(codes.length);
        for (const { code, points, reason, source } of contributions) {
          expect(code).toMatch(/^[a-z-]+(:.+)?$/);
          expect(Number.isInteger(points) && points >= 0).toBe(true);
          expect(reason).not.toBe('');
          expect(source).toMatch(/^R([2-9]|1[0-2]?)$/);
        }
      }),
    );
  });

  it('never reaches a lower band through a missing or unusable input', () => {
    const odd: readonly Partial<Record<keyof Registration, unknown>>[] = [
      { audience: undefined },
      { hosting: undefined },
      { classification: undefined },
      { retentionDays: undefined },
      { retentionDays: Infinity },
      { aiGeneratedShare: 'much' },
      { aiGeneratedShare: undefined },
      { successor: 7 },
      { dataTypes: [{ category: 'unheard-of', volume: 'over-10000' }] },
      { dataTypes: [{ category: 'health', volume: 'plenty' }] },
      { dataTypes: undefined },
      { dataTypes: null },
      { scopes: undefined },
      { vendors: 'payfast' },
      { libraries: null },
      { endpoints: {} },
    ];
    fc.assert(
      fc.property(
        registrations(),
        fc.constantFrom(...odd),
        (registration, change) => {
          const after = { ...registration, ...change } as Registration;
          const data = 'dataTypes' in change;
          const before = data
            ? { ...registration, dataTypes: [] }
            : registration;
          expect(score(after)).toBeGreaterThanOrEqual(score(before));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is 10 when the numbers of a model are broken', () => {
    const model = {
      ...DEFAULT_RISK_MODEL,
      classPoints: { ...DEFAULT_RISK_MODEL.classPoints, internal: NaN },
    };
    expect(
      scoreRisk({ registration: aRegistration(), integrations, model }).score,
    ).toBe(10);
  });

  it('never falls when one thing is more exposed', () => {
    const next = <T>(list: readonly T[], item: T) =>
      list[Math.min(list.length - 1, list.indexOf(item) + 1)] ?? item;
    const more: readonly ((r: Registration) => Registration)[] = [
      r => ({ ...r, classification: next(DATA_CLASSES, r.classification) }),
      r => ({ ...r, audience: next(AUDIENCES, r.audience) }),
      r => ({ ...r, hosting: next(HOSTINGS, r.hosting) }),
      r => ({ ...r, successor: undefined }),
      r => ({ ...r, retentionDays: NaN }),
      r => ({ ...r, aiGeneratedShare: 100 }),
      r => ({ ...r, aiGeneratedShare: undefined }),
      r => ({ ...r, scopes: [...r.scopes, 'crm:write'] }),
      r => ({ ...r, scopes: [...r.scopes, 'patients:read'] }),
      r => ({ ...r, scopes: [...r.scopes, 'unheard:of'] }),
      r => ({ ...r, vendors: [...r.vendors, 'payfast'] }),
      r => ({ ...r, libraries: [...r.libraries, 'mapland-sdk'] }),
      r => ({ ...r, endpoints: [...r.endpoints, 'https://four.example'] }),
      r => ({
        ...r,
        endpoints: [...r.endpoints, 'https://api.payfast.example/v2'],
      }),
      r => ({
        ...r,
        dataTypes: [
          ...r.dataTypes,
          { category: 'contact' as const, volume: 'under-1000' as const },
        ],
      }),
      r => ({
        ...r,
        dataTypes: r.dataTypes.map(row => ({
          ...row,
          volume: next(DATA_VOLUMES, row.volume),
        })),
      }),
    ];
    fc.assert(
      fc.property(
        registrations(),
        fc.constantFrom(...more),
        (registration, change) => {
          expect(score(change(registration))).toBeGreaterThanOrEqual(
            score(registration),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('holds every floor, ends at 7 without a High floor, and is whole', () => {
    fc.assert(
      fc.property(registrations(), registration => {
        const risk = scoreRisk({ registration, integrations });
        const { effective } = classifyData({ registration, integrations });
        const { heavy } = personalDataGrade(registration.dataTypes);
        expect(Number.isInteger(risk.score)).toBe(true);
        expect(risk.score).toBeLessThanOrEqual(10);
        expect(risk.band).toBe(bandOf(risk.score));
        const highFloor = effective === 'regulated' || heavy;
        expect(risk.score >= 8).toBe(highFloor);
        const neverLow =
          effective === 'confidential' ||
          registration.scopes.includes('crm:write') ||
          registration.scopes.includes('nobody-knows:it');
        expect(risk.score).toBeGreaterThanOrEqual(neverLow ? 4 : 0);
        const lower = risk.cheapestWayDown?.score ?? -1;
        expect(lower).toBeLessThan(risk.score);
        expect(risk.contributions.every(({ reason }) => reason !== '')).toBe(
          true,
        );
      }),
      { numRuns: 500 },
    );
  });
});
