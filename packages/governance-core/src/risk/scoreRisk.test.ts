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
import { parseRiskModel } from './parseRiskModel';
import { personalDataGrade } from './personalData';
import { scoreRisk } from './scoreRisk';

const integrations = SOME_INTEGRATIONS;
const score = (registration: Registration) =>
  scoreRisk({ registration, integrations }).score;

describe('scoreRisk', () => {
  it('gives Where2Eat 2 of 10, Low, with its reasons', () => {
    const risk = scoreRisk({ registration: aRegistration(), integrations });
    expect(risk).toMatchObject({ score: 2, band: 'low', modelRevision: '1.0' });
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

describe('bandOf', () => {
  it.each([
    [0, 'low'],
    [3, 'low'],
    [3.2, 'medium'],
    [4, 'medium'],
    [7, 'medium'],
    [8, 'high'],
    [10, 'high'],
    [11, 'high'],
    [-1, 'high'],
    [NaN, 'high'],
  ])('of %s is %s', (value, band) => {
    expect(bandOf(value)).toBe(band);
  });
});

describe('parseRiskModel', () => {
  it('reads the shipped model, also after a trip through JSON', () => {
    const copy: unknown = JSON.parse(JSON.stringify(DEFAULT_RISK_MODEL));
    expect(parseRiskModel(copy)).toEqual({
      ok: true,
      value: DEFAULT_RISK_MODEL,
    });
  });

  it.each([
    ['no model at all', undefined, 'is not an object'],
    ['a missing floor', { floors: { regulated: 8 } }, 'floors.piiHeavy'],
    ['points as text', { saturation: '7' }, 'saturation'],
    [
      'bands with a gap',
      { bands: { low: [0, 3], medium: [5, 7], high: [8, 10] } },
      'bands',
    ],
    [
      'more exposure that costs less',
      { audiencePoints: { self: 2, team: 0, company: 1, public: 2 } },
      'audiencePoints.team',
    ],
  ])('refuses %s', (_, changes, message) => {
    const model = changes && { ...DEFAULT_RISK_MODEL, ...changes };
    const result = parseRiskModel(model);
    expect(result.ok).toBe(false);
    expect(JSON.stringify(result)).toContain(message);
  });
});
