import fc from 'fast-check';
import type { Registration } from '../registration/registration';
import {
  anIntegration,
  aRegistration,
  registrations,
  SOME_INTEGRATIONS,
} from '../testing';
import { DEFAULT_RISK_MODEL } from './defaultRiskModel';
import { explainScore } from './explainScore';
import { BANDS } from './risk';
import { scoreRisk } from './scoreRisk';

const integrations = SOME_INTEGRATIONS;
const explain = (changes: Partial<Registration>) =>
  explainScore({ registration: aRegistration(changes), integrations });

/** Nothing but scopes: `privileged` of them, among others that do not count. */
function scopesOnly(count: number, privileged: readonly number[]) {
  const catalog = Array.from({ length: count }, (_, index) =>
    anIntegration({
      name: `s${String(index).padStart(3, '0')}`,
      privileged: privileged.includes(index),
    }),
  );
  return explainScore({
    registration: aRegistration({
      audience: 'self',
      aiGeneratedShare: 0,
      dataTypes: [],
      scopes: catalog.map(({ name }) => name).reverse(),
    }),
    integrations: catalog,
  }).ways;
}

const without = (...scopes: readonly string[]) =>
  scopes.map(scope => `Do without the scope ${scope}`);

describe('explainScore', () => {
  it('hands on the score, and has nothing to lower in Low', () => {
    const registration = aRegistration();
    expect(explainScore({ registration, integrations })).toEqual({
      score: scoreRisk({ registration, integrations }),
      ways: [],
    });
  });

  it('names the one change that is enough', () => {
    expect(explain({ scopes: ['people:read', 'crm:write'] }).ways).toEqual([
      { changes: ['Do without the scope crm:write'], score: 2, band: 'low' },
    ]);
  });

  it('puts changes together where one is not enough, the easier way first', () => {
    const { score, ways } = explain({
      scopes: ['crm:write', 'nobody-knows:it'],
    });
    expect(score.band).toBe('medium');
    expect(ways).toEqual([
      {
        changes: [
          'Do without the scope crm:write',
          'Do without the scope nobody-knows:it',
        ],
        score: 2,
        band: 'low',
      },
    ]);
  });

  it('finds ways to every lower band, none with a change that is not needed', () => {
    const { score, ways } = explain({
      dataTypes: [{ category: 'financial', volume: 'over-10000' }],
      scopes: ['crm:write', 'payroll:read'],
      hosting: 'external',
    });
    expect(score).toMatchObject({ score: 4 + 3, band: 'medium' });
    expect(ways).toEqual([
      {
        changes: [
          'Do without the scope crm:write',
          'Do without the scope payroll:read',
          'Do without financial facts',
        ],
        score: 2,
        band: 'low',
      },
    ]);
  });

  it('tells Medium from Low, the smallest set first', () => {
    const { score, ways } = explain({
      dataTypes: [
        { category: 'contact', volume: 'over-10000' },
        { category: 'location', volume: 'over-10000' },
      ],
      scopes: [],
    });
    expect(score).toMatchObject({ score: 8, band: 'high' });
    const fewerPlaces =
      'Keep places people have been of 1000 to 10000 people at most';
    expect(ways).toEqual([
      { changes: [fewerPlaces], score: 4, band: 'medium' },
      { changes: ['Do without contact details'], score: 4, band: 'medium' },
      {
        changes: ['Do without places people have been'],
        score: 3,
        band: 'low',
      },
      { changes: ['Keep nothing about people'], score: 1, band: 'low' },
      {
        changes: [fewerPlaces, 'Do without contact details'],
        score: 3,
        band: 'low',
      },
    ]);
  });

  it('offers nothing when the class itself is the reason', () => {
    expect(explain({ classification: 'regulated' }).ways).toEqual([]);
    expect(explain({ classification: 'confidential' }).ways).toEqual([]);
  });

  it('lets a half-filled form ask, and says what is missing', () => {
    const half: Partial<Registration> = {
      name: 'Half',
      classification: 'internal',
      audience: 'company',
      hosting: 'company',
      dataTypes: [],
      scopes: [],
      vendors: [],
      libraries: [],
      endpoints: [],
    };
    const { score, ways } = explainScore({
      registration: half as Registration,
      integrations,
    });
    expect(score.band).toBe('medium');
    expect(ways[0]).toEqual({
      changes: ['Open it to your team only'],
      score: 3,
      band: 'low',
    });
    expect(ways[2]).toEqual({
      changes: ['Name a second owner', 'Say for how many days data is kept'],
      score: 3,
      band: 'low',
    });
  });

  it('sees the ended approval of a vendor when it knows the time', () => {
    const catalog = integrations.map(item =>
      item.name === 'mapland'
        ? { ...item, approvedUntil: '2026-01-01T00:00:00.000Z' }
        : item,
    );
    const asked = {
      registration: aRegistration({ vendors: ['mapland'] }),
      integrations: catalog,
    };
    expect(explainScore(asked).score.band).toBe('low');
    const { score, ways } = explainScore({
      ...asked,
      now: '2026-11-24T10:00:00.000Z',
    });
    expect(score.band).toBe('medium');
    expect(ways).toEqual([
      { changes: ['Do without Mapland'], score: 2, band: 'low' },
    ]);
  });

  it('puts together four changes', () => {
    expect(scopesOnly(5, [0, 2, 3, 4])).toEqual([
      {
        changes: without('s000', 's002', 's003', 's004'),
        score: 1,
        band: 'low',
      },
    ]);
  });

  it('finds a way without a needless change where it would take too many tries', () => {
    expect(scopesOnly(8, [0, 1, 2, 3, 6])).toEqual([
      {
        changes: without('s000', 's001', 's002', 's003', 's006'),
        score: 1,
        band: 'low',
      },
    ]);
    const twelve = Array.from({ length: 12 }, (_, index) => index);
    expect(scopesOnly(13, twelve)[0].changes).toHaveLength(12);
    // More is another app.
    expect(scopesOnly(13, [...twelve, 12])).toEqual([]);
  });

  it.each([[[56, 61]], [[56, 62]], [[0, 1, 2]]])(
    'finds a way among very many changes, tried or not: %j',
    privileged => {
      const names = privileged.map(
        index => `s${String(index).padStart(3, '0')}`,
      );
      expect(scopesOnly(63, privileged)).toEqual([
        { changes: without(...names), score: 1, band: 'low' },
      ]);
    },
  );

  it('shows three ways to each band: fewest changes, least effort, then the text', () => {
    const { score, ways } = explain({
      audience: 'public',
      hosting: 'external',
      successor: undefined,
      retentionDays: NaN,
      aiGeneratedShare: 90,
      dataTypes: [],
      scopes: [],
    });
    // Among the team alone, code by AI does not count either.
    expect(score).toMatchObject({ score: 7, band: 'medium' });
    const team = 'Open it to your team only';
    expect(ways).toEqual([
      { changes: ['Name a second owner', team], score: 3, band: 'low' },
      {
        changes: ['Say for how many days data is kept', team],
        score: 3,
        band: 'low',
      },
      {
        changes: ['Name a second owner', 'Use it alone'],
        score: 3,
        band: 'low',
      },
    ]);
  });

  it('takes the numbers of the model that it is given', () => {
    const model = {
      ...DEFAULT_RISK_MODEL,
      missingSuccessor: 4,
      bands: { low: [0, 5], medium: [6, 7], high: [8, 10] } as const,
    };
    const registration = aRegistration({ successor: undefined });
    const asked = { registration, integrations, model };
    expect(explainScore(asked)).toEqual({
      score: scoreRisk(asked),
      ways: [
        { changes: ['Name a second owner'], score: 2, band: 'low' },
        { changes: ['Keep nothing about people'], score: 5, band: 'low' },
        {
          changes: ['Do without names', 'Do without preferences'],
          score: 5,
          band: 'low',
        },
      ],
    });
  });

  it('asks a half-filled form for no catalog', () => {
    const registration = aRegistration({ scopes: ['crm:write'] });
    expect(
      explainScore({ registration, integrations: undefined as never }).score
        .band,
    ).toBe('medium');
  });

  it('stays quick and short for a registration with very many things', () => {
    const many = Array.from({ length: 40 }, (_, index) => `odd:${index}`);
    const { ways } = explain({ scopes: many });
    expect(ways).toEqual([]);
  });

  it('keeps what it promises for any registration, in any order of its lists', () => {
    fc.assert(
      fc.property(registrations(), registration => {
        const { score, ways } = explainScore({ registration, integrations });
        expect(score).toEqual(scoreRisk({ registration, integrations }));
        const turned = {
          ...registration,
          scopes: [...registration.scopes].reverse(),
          vendors: [...registration.vendors].reverse(),
          endpoints: [...registration.endpoints].reverse(),
          dataTypes: [...registration.dataTypes].reverse(),
        };
        expect(
          explainScore({ registration: turned, integrations }).ways,
        ).toEqual(ways);
        const sizes = ways.map(({ changes }) => changes.length);
        expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
        for (const [index, way] of ways.entries()) {
          // More than four only where four lead nowhere.
          const ofBand = ways.filter(({ band }) => band === way.band);
          expect(way.changes.length).toBeLessThanOrEqual(
            ofBand.length > 1 ? 4 : 12,
          );
          expect(BANDS.indexOf(way.band)).toBeLessThan(
            BANDS.indexOf(score.band),
          );
          expect(way.score).toBeLessThan(score.score);
          const needless = ways.some(
            (other, at) =>
              at !== index &&
              BANDS.indexOf(other.band) <= BANDS.indexOf(way.band) &&
              other.changes.every(change => way.changes.includes(change)),
          );
          expect(needless).toBe(false);
        }
        const single = score.cheapestWayDown;
        const oneIsEnough = single && single.band !== score.band;
        expect(oneIsEnough ? sizes[0] : 1).toBe(1);
      }),
      { numRuns: 100 },
    );
  });
});
