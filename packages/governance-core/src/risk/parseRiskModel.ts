import { DATA_CLASSES } from '../classification/dataClass';
import type { Result } from '../refusal/refusal';
import { accept, refuse } from '../refusal/refusal';
import {
  AUDIENCES,
  DATA_CATEGORIES,
  DATA_VOLUMES,
  HOSTINGS,
} from '../registration/registration';
import type { RiskModel } from './riskModel';

type Fields = Readonly<Record<string, unknown>>;
interface Problem {
  readonly path: string;
  readonly message: string;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWhole(value: unknown, max = 1000): value is number {
  return (
    typeof value === 'number' &&
    Number.isInteger(value) &&
    value >= 0 &&
    value <= max
  );
}

function numbers(
  holder: Fields,
  path: string,
  keys: readonly string[],
  max?: number,
): Problem[] {
  const record = holder[path.split('.').slice(-1)[0] ?? ''];
  if (!isFields(record)) return [{ path, message: 'is missing' }];
  const wrong = keys
    .filter(key => !Object.hasOwn(record, key) || !isWhole(record[key], max))
    .map(key => ({
      path: `${path}.${key}`,
      message: `must be a whole number from 0 to ${max ?? 1000}`,
    }));
  const strange = Object.keys(record)
    .filter(key => !keys.includes(key) && key !== 'points')
    .map(key => ({ path: `${path}.${key}`, message: 'is not known' }));
  return [...wrong, ...strange];
}

function bandProblems(bands: unknown): Problem[] {
  const problem = [
    {
      path: 'bands',
      message:
        'must be low, medium and high, each [from, to], without gaps from 0 to 10',
    },
  ];
  if (!isFields(bands)) return problem;
  const pairs = [bands.low, bands.medium, bands.high];
  let next = 0;
  for (const pair of pairs) {
    if (!Array.isArray(pair) || pair.length !== 2) return problem;
    const [from, to] = pair as unknown[];
    if (!isWhole(from, 10) || !isWhole(to, 10)) return problem;
    if (from !== next || to < from) return problem;
    next = to + 1;
  }
  return next === 11 ? [] : problem;
}

function gradeProblems(steps: unknown): Problem[] {
  if (!Array.isArray(steps) || steps.length === 0) {
    return [{ path: 'gradePoints', message: 'must list at least one step' }];
  }
  let from = 0;
  let points = 0;
  for (const [index, step] of (steps as unknown[]).entries()) {
    if (
      !isFields(step) ||
      !isWhole(step.from) ||
      !isWhole(step.points, 10) ||
      step.from < from ||
      step.points < points
    ) {
      return [
        {
          path: `gradePoints.${index}`,
          message: 'must not be below the step before it',
        },
      ];
    }
    from = step.from;
    points = step.points;
  }
  return [];
}

/** More exposure may not cost less than less exposure. */
function orderProblems(
  holder: unknown,
  path: string,
  keys: readonly string[],
): Problem[] {
  if (!isFields(holder)) return [];
  return keys.flatMap((key, index) => {
    const before = holder[keys[index - 1] ?? ''];
    const value = holder[key];
    return typeof before === 'number' &&
      typeof value === 'number' &&
      value < before
      ? [
          {
            path: `${path}.${key}`,
            message: `must not be below ${keys[index - 1]}`,
          },
        ]
      : [];
  });
}

function wordProblems(
  holder: unknown,
  path: string,
  keys: readonly string[],
): Problem[] {
  if (!isFields(holder)) return [{ path, message: 'is missing' }];
  return keys
    .filter(key => typeof holder[key] !== 'string' || holder[key] === '')
    .map(key => ({ path: `${path}.${key}`, message: 'must be a text' }));
}

function classProblems(classes: unknown): Problem[] {
  if (!isFields(classes)) {
    return [{ path: 'categoryClasses', message: 'is missing' }];
  }
  return Object.entries(classes)
    .filter(
      ([category, dataClass]) =>
        !(DATA_CATEGORIES as readonly string[]).includes(category) ||
        !(DATA_CLASSES as readonly unknown[]).includes(dataClass),
    )
    .map(([category]) => ({
      path: `categoryClasses.${category}`,
      message: 'must name a known category and a known class',
    }));
}

function specialProblems(list: unknown): Problem[] {
  const known =
    Array.isArray(list) &&
    (list as unknown[]).every(category =>
      (DATA_CATEGORIES as readonly unknown[]).includes(category),
    );
  return known
    ? []
    : [{ path: 'specialCategories', message: 'must list known categories' }];
}

const FLOORS = [
  'regulated',
  'piiHeavy',
  'confidential',
  'privileged',
  'notInCatalog',
  'sensitiveVendor',
  'vendorApprovalEnded',
  'specialCategory',
];
const USE_POINTS = ['preAuthorised', 'other', 'privileged'];

function problemsOf(model: Fields): Problem[] {
  const ai = isFields(model.aiShare) ? model.aiShare : {};
  const single = (
    ['saturation', 'missingSuccessor', 'missingRetention'] as const
  ).flatMap(path =>
    isWhole(model[path], 10)
      ? []
      : [{ path, message: 'must be a whole number from 0 to 10' }],
  );
  return [
    ...(typeof model.revision === 'string' && model.revision !== ''
      ? []
      : [{ path: 'revision', message: 'must be a text' }]),
    ...bandProblems(model.bands),
    ...single,
    ...(isWhole(model.piiHeavyAt) && model.piiHeavyAt > 0
      ? []
      : [{ path: 'piiHeavyAt', message: 'must be a whole number above 0' }]),
    ...numbers(model, 'classPoints', DATA_CLASSES, 10),
    ...numbers(model, 'floors', FLOORS, 10),
    ...numbers(
      model,
      'aboveHigh',
      ['bothHighFloors', 'sumAtLeast', 'points'],
      100,
    ),
    ...numbers(model, 'categoryWeights', DATA_CATEGORIES, 100),
    ...numbers(model, 'volumeFactors', DATA_VOLUMES, 100),
    ...gradeProblems(model.gradePoints),
    ...classProblems(model.categoryClasses),
    ...specialProblems(model.specialCategories),
    ...wordProblems(model.categoryTitles, 'categoryTitles', DATA_CATEGORIES),
    ...wordProblems(model.volumeTitles, 'volumeTitles', DATA_VOLUMES),
    ...numbers(model, 'audiencePoints', AUDIENCES, 10),
    ...numbers(model, 'hostingPoints', HOSTINGS, 10),
    ...numbers(model, 'scopePoints', USE_POINTS, 10),
    ...numbers(model, 'vendorPoints', USE_POINTS, 10),
    ...numbers(model, 'aiShare', ['above'], 100),
    ...numbers(ai, 'aiShare.points', AUDIENCES, 10),
    ...numbers(model, 'otherHosts', ['free', 'points']),
    ...orderProblems(model.classPoints, 'classPoints', DATA_CLASSES),
    ...orderProblems(model.volumeFactors, 'volumeFactors', DATA_VOLUMES),
    ...orderProblems(model.audiencePoints, 'audiencePoints', AUDIENCES),
    ...orderProblems(model.hostingPoints, 'hostingPoints', HOSTINGS),
    ...orderProblems(model.scopePoints, 'scopePoints', USE_POINTS),
    ...orderProblems(model.vendorPoints, 'vendorPoints', USE_POINTS),
    ...orderProblems(ai.points, 'aiShare.points', AUDIENCES),
  ];
}

/**
 * Reads a risk model that comes from a file or a service. Every number has to
 * be there, whole and in range, and more exposure may not cost less.
 * Source: requirements R3, R12.
 *
 * @returns the model, or `invalid-input` with one message per wrong field
 * @public
 */
export function parseRiskModel(value: unknown): Result<RiskModel> {
  if (isRiskModel(value)) return accept(value);
  if (!isFields(value)) {
    return refuse('invalid-input', 'The risk model is not an object.');
  }
  const problems = problemsOf(value);
  return refuse(
    'invalid-input',
    `The risk model has ${problems.length} wrong ${
      problems.length === 1 ? 'field' : 'fields'
    }: ${problems[0]?.path} ${problems[0]?.message}.`,
    problems,
  );
}

/** Whether a value is a usable risk model. @public */
export function isRiskModel(value: unknown): value is RiskModel {
  return isFields(value) && problemsOf(value).length === 0;
}
