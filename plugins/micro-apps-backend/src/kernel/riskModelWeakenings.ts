import {
  bandOf,
  BANDS,
  compareClass,
  type DataClass,
  type RiskModel,
} from '@micro-apps/governance-core';
import type { PolicyWeakening } from '@micro-apps/plugin-micro-apps-node';

/** Where more means that less is noticed; everywhere else less does. */
const MORE_IS_LOOSER = new Set([
  'piiHeavyAt',
  'aboveHigh.sumAtLeast',
  'aiShare.above',
  'otherHosts.free',
]);
/** Compared by what they come to, not number by number. */
const APART = new Set([
  'revision',
  'bands',
  'gradePoints',
  'categoryClasses',
  'specialCategories',
]);

/**
 * What of a risk model is looser than the shipped one: a number that makes an
 * app look less risky than before (requirements R3, R12).
 */
export function riskModelWeakenings(
  model: RiskModel,
  shipped: RiskModel,
): readonly PolicyWeakening[] {
  return [
    ...numberWeakenings(model, shipped, []),
    ...bandWeakenings(model, shipped),
    ...gradeWeakenings(model, shipped),
    ...classWeakenings(model, shipped),
    ...specialWeakenings(model, shipped),
  ];
}

function numberWeakenings(
  given: unknown,
  shipped: unknown,
  path: readonly string[],
): readonly PolicyWeakening[] {
  if (typeof shipped === 'number') {
    const name = path.join('.');
    const moreIsLooser = MORE_IS_LOOSER.has(name);
    const isLooser =
      typeof given !== 'number' ||
      (moreIsLooser ? given > shipped : given < shipped);
    return isLooser
      ? [
          {
            path: name,
            because: `${given} is looser than the shipped ${shipped}`,
          },
        ]
      : [];
  }
  if (typeof shipped !== 'object' || shipped === null) return [];
  return Object.entries(shipped)
    .filter(([key]) => path.length > 0 || !APART.has(key))
    .flatMap(([key, value]) =>
      numberWeakenings(
        (given as Record<string, unknown> | undefined)?.[key],
        value,
        [...path, key],
      ),
    );
}

function bandWeakenings(model: RiskModel, shipped: RiskModel) {
  const rank = (score: number, of: RiskModel) =>
    BANDS.indexOf(bandOf(score, of));
  return Array.from({ length: 11 }, (_, score) => score)
    .filter(score => rank(score, model) < rank(score, shipped))
    .map(score => ({
      path: 'bands',
      because: `A score of ${score} is ${bandOf(score, model)}, and ${bandOf(
        score,
        shipped,
      )} as shipped`,
    }));
}

function gradeWeakenings(model: RiskModel, shipped: RiskModel) {
  const points = (grade: number, { gradePoints }: RiskModel) =>
    gradePoints.filter(({ from }) => from <= grade).at(-1)?.points ?? 0;
  const steps = [model, shipped].flatMap(({ gradePoints }) =>
    gradePoints.map(({ from }) => from),
  );
  return [...new Set(steps)]
    .filter(grade => points(grade, model) < points(grade, shipped))
    .map(grade => ({
      path: 'gradePoints',
      because: `Grade ${grade} of personal data costs ${points(
        grade,
        model,
      )}, and ${points(grade, shipped)} as shipped`,
    }));
}

function classWeakenings(model: RiskModel, shipped: RiskModel) {
  const given: Readonly<Record<string, DataClass | undefined>> =
    model.categoryClasses;
  return Object.entries(shipped.categoryClasses).flatMap(([kind, before]) => {
    const now = given[kind];
    return now !== undefined && compareClass(now, before) >= 0
      ? []
      : [
          {
            path: `categoryClasses.${kind}`,
            because: `${kind} implies ${
              now ?? 'no class'
            }, and ${before} as shipped`,
          },
        ];
  });
}

function specialWeakenings(model: RiskModel, shipped: RiskModel) {
  return shipped.specialCategories
    .filter(kind => !model.specialCategories.includes(kind))
    .map(kind => ({
      path: 'specialCategories',
      because: `${kind} needs no special care, and does as shipped`,
    }));
}
