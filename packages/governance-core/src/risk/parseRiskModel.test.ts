import type { Result } from '../refusal/refusal';
import { DEFAULT_RISK_MODEL } from './defaultRiskModel';
import { isRiskModel, parseRiskModel } from './parseRiskModel';
import type { RiskModel } from './riskModel';

type Json = Record<string, unknown>;

function copy(): Json {
  return JSON.parse(JSON.stringify(DEFAULT_RISK_MODEL));
}

/** The shipped model with one value replaced; `undefined` takes it away. */
function modelWith(path: string, value: unknown): Json {
  const model = copy();
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let holder: Json = model;
  for (const key of keys) holder = holder[key] as Json;
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return model;
}

function problemsOf(result: Result<RiskModel>) {
  return result.ok ? [] : result.refusal.details ?? [];
}

/** Every number of the model, but for lists, which have rules of their own. */
function numbersIn(holder: Json, path: readonly string[] = []): string[] {
  return Object.entries(holder).flatMap(([key, value]) => {
    if (typeof value === 'number') return [[...path, key].join('.')];
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? numbersIn(value as Json, [...path, key])
      : [];
  });
}

const NUMBERS = numbersIn(copy());
/** The greatest that each family of numbers may be. */
const GREATEST: Readonly<Record<string, number>> = {
  saturation: 10,
  missingSuccessor: 10,
  missingRetention: 10,
  classPoints: 10,
  floors: 10,
  aboveHigh: 100,
  categoryWeights: 100,
  volumeFactors: 100,
  audiencePoints: 10,
  hostingPoints: 10,
  scopePoints: 10,
  vendorPoints: 10,
  'aiShare.above': 100,
  'aiShare.points': 10,
  piiHeavyAt: 1000,
  otherHosts: 1000,
};

function greatestOf(path: string): number {
  const [family, number] = path.split('.');
  return GREATEST[`${family}.${number}`] ?? GREATEST[family];
}

describe('parseRiskModel', () => {
  it('reads the shipped model, also after a trip through JSON', () => {
    expect(parseRiskModel(copy())).toEqual({
      ok: true,
      value: DEFAULT_RISK_MODEL,
    });
    expect(isRiskModel(copy())).toBe(true);
  });

  it.each([undefined, null, 'a model', 7, [], [DEFAULT_RISK_MODEL]])(
    'refuses %j, which is no model',
    value => {
      expect(parseRiskModel(value)).toMatchObject({
        ok: false,
        refusal: {
          code: 'invalid-input',
          because: 'The risk model is not an object.',
        },
      });
      expect(isRiskModel(value)).toBe(false);
    },
  );

  it('knows how great each of its numbers may be', () => {
    expect(NUMBERS.length).toBeGreaterThan(50);
    expect(NUMBERS.filter(path => greatestOf(path) === undefined)).toEqual([]);
  });

  it.each(NUMBERS)('wants %s whole and in range', path => {
    const greatest = greatestOf(path);
    for (const wrong of [undefined, -1, 0.5, greatest + 1, '1', null, [1]]) {
      // A number out of range can stand in a wrong order as well.
      const problems = problemsOf(
        parseRiskModel(modelWith(path, wrong)),
      ).filter(({ message }) => !message.startsWith('must not be below'));
      expect([wrong, problems]).toEqual([
        wrong,
        [
          {
            path,
            message:
              path === 'piiHeavyAt'
                ? 'must be a whole number above 0'
                : `must be a whole number from 0 to ${greatest}`,
          },
        ],
      ]);
    }
  });

  it('takes the greatest and the least of a number that stands alone', () => {
    for (const path of ['saturation', 'missingSuccessor', 'otherHosts.free']) {
      for (const value of [0, greatestOf(path)]) {
        expect(parseRiskModel(modelWith(path, value)).ok).toBe(true);
      }
    }
    expect(parseRiskModel(modelWith('piiHeavyAt', 1)).ok).toBe(true);
    expect(parseRiskModel(modelWith('piiHeavyAt', 0)).ok).toBe(false);
  });

  it.each([
    'classPoints',
    'floors',
    'aboveHigh',
    'categoryWeights',
    'volumeFactors',
    'audiencePoints',
    'hostingPoints',
    'scopePoints',
    'vendorPoints',
    'otherHosts',
  ])('wants %s, and knows nothing else in it', path => {
    for (const wrong of [undefined, 'text', 3, []]) {
      expect(problemsOf(parseRiskModel(modelWith(path, wrong)))).toContainEqual(
        { path, message: 'is missing' },
      );
    }
    expect(
      problemsOf(parseRiskModel(modelWith(`${path}.stars`, 1))),
    ).toContainEqual({ path: `${path}.stars`, message: 'is not known' });
  });

  it('wants the share of AI with its points', () => {
    expect(problemsOf(parseRiskModel(modelWith('aiShare', 'much')))).toEqual([
      { path: 'aiShare', message: 'is missing' },
      { path: 'aiShare.points', message: 'is missing' },
    ]);
    expect(
      problemsOf(parseRiskModel(modelWith('aiShare.points', undefined))),
    ).toEqual([{ path: 'aiShare.points', message: 'is missing' }]);
    expect(problemsOf(parseRiskModel(modelWith('aiShare.stars', 1)))).toEqual([
      { path: 'aiShare.stars', message: 'is not known' },
    ]);
  });

  it('refuses a number that only an ancestor has', () => {
    const model = copy();
    model.classPoints = Object.create(copy().classPoints as object);
    expect(problemsOf(parseRiskModel(model))).toHaveLength(4);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a list', [[0, 3]]],
    ['a missing band', { low: [0, 3], medium: [4, 10] }],
    ['a gap', { low: [0, 3], medium: [5, 7], high: [8, 10] }],
    ['an overlap', { low: [0, 4], medium: [4, 7], high: [8, 10] }],
    ['a start above 0', { low: [1, 3], medium: [4, 7], high: [8, 10] }],
    ['an end below 10', { low: [0, 3], medium: [4, 7], high: [8, 9] }],
    ['an end above 10', { low: [0, 3], medium: [4, 7], high: [8, 11] }],
    ['an empty band', { low: [0, 3], medium: [4, 3], high: [4, 10] }],
    ['halves', { low: [0, 3.5], medium: [4.5, 7], high: [8, 10] }],
    ['three ends', { low: [0, 3, 4], medium: [4, 7], high: [8, 10] }],
    ['a text', { low: '03', medium: [4, 7], high: [8, 10] }],
  ])('refuses bands with %s', (_, bands) => {
    expect(problemsOf(parseRiskModel(modelWith('bands', bands)))).toEqual([
      {
        path: 'bands',
        message:
          'must be low, medium and high, each [from, to], without gaps from 0 to 10',
      },
    ]);
  });

  it('takes other bands without gaps, one score wide as well', () => {
    const bands = { low: [0, 0], medium: [1, 9], high: [10, 10] };
    expect(parseRiskModel(modelWith('bands', bands)).ok).toBe(true);
  });

  it.each<[string, unknown, string]>([
    ['no list', 'x', 'gradePoints'],
    ['an empty list', [], 'gradePoints'],
    ['a step that is none', [{ from: 1, points: 1 }, 5], 'gradePoints.1'],
    ['a step without a start', [{ points: 1 }], 'gradePoints.0'],
    ['a step without points', [{ from: 1 }], 'gradePoints.0'],
    ['points above 10', [{ from: 1, points: 11 }], 'gradePoints.0'],
    [
      'a start below the one before',
      [
        { from: 5, points: 1 },
        { from: 4, points: 2 },
      ],
      'gradePoints.1',
    ],
    [
      'fewer points than the one before',
      [
        { from: 1, points: 2 },
        { from: 5, points: 1 },
      ],
      'gradePoints.1',
    ],
  ])('refuses grades with %s', (_, steps, path) => {
    expect(problemsOf(parseRiskModel(modelWith('gradePoints', steps)))).toEqual(
      [
        {
          path,
          message:
            path === 'gradePoints'
              ? 'must list at least one step'
              : 'must not be below the step before it',
        },
      ],
    );
  });

  it('takes grades that stay level', () => {
    const level = [
      { from: 1, points: 1 },
      { from: 1, points: 1 },
    ];
    expect(parseRiskModel(modelWith('gradePoints', level)).ok).toBe(true);
  });

  it.each([
    ['classPoints', 'public', 'internal', 'confidential', 'regulated'],
    ['volumeFactors', 'under-100', 'under-1000', 'under-10000', 'over-10000'],
    ['audiencePoints', 'self', 'team', 'company', 'public'],
    ['hostingPoints', 'sandbox', 'company', 'external'],
    ['scopePoints', 'preAuthorised', 'other', 'privileged'],
    ['vendorPoints', 'preAuthorised', 'other', 'privileged'],
    ['aiShare.points', 'self', 'team', 'company', 'public'],
  ])('lets more exposure cost no less in %s', (path, ...keys) => {
    const level = Object.fromEntries(keys.map(key => [key, 3]));
    expect(parseRiskModel(modelWith(path, level)).ok).toBe(true);
    keys.slice(1).forEach((key, index) => {
      const rising = Object.fromEntries(keys.map((each, at) => [each, at + 2]));
      const falling = { ...rising, [key]: index + 1 };
      expect(problemsOf(parseRiskModel(modelWith(path, falling)))).toEqual([
        { path: `${path}.${key}`, message: `must not be below ${keys[index]}` },
      ]);
    });
  });

  it.each<[string, unknown, string, string]>([
    ['revision', '', 'revision', 'must be a text'],
    ['revision', 1, 'revision', 'must be a text'],
    ['categoryTitles', undefined, 'categoryTitles', 'is missing'],
    ['categoryTitles.names', '', 'categoryTitles.names', 'must be a text'],
    ['categoryTitles.names', 4, 'categoryTitles.names', 'must be a text'],
    ['volumeTitles', [], 'volumeTitles', 'is missing'],
    [
      'volumeTitles.under-100',
      undefined,
      'volumeTitles.under-100',
      'must be a text',
    ],
    ['categoryClasses', 'x', 'categoryClasses', 'is missing'],
    [
      'categoryClasses.health',
      'secret',
      'categoryClasses.health',
      'must name a known category and a known class',
    ],
    [
      'categoryClasses.stars',
      'public',
      'categoryClasses.stars',
      'must name a known category and a known class',
    ],
    [
      'specialCategories',
      'health',
      'specialCategories',
      'must list known categories',
    ],
    [
      'specialCategories',
      ['stars'],
      'specialCategories',
      'must list known categories',
    ],
    [
      'specialCategories',
      ['health', 'stars'],
      'specialCategories',
      'must list known categories',
    ],
  ])('refuses %s that is %j', (path, value, at, message) => {
    expect(problemsOf(parseRiskModel(modelWith(path, value)))).toEqual([
      { path: at, message },
    ]);
  });

  it('says how many fields are wrong and names the first', () => {
    expect(parseRiskModel(modelWith('saturation', 11))).toMatchObject({
      refusal: {
        because:
          'The risk model has 1 wrong field: saturation must be a whole number from 0 to 10.',
      },
    });
    expect(
      parseRiskModel({ ...modelWith('saturation', 11), revision: '' }),
    ).toMatchObject({
      refusal: {
        because: 'The risk model has 2 wrong fields: revision must be a text.',
      },
    });
  });
});
