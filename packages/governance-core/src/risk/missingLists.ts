import type { Registration } from '../registration/registration';
import type { Contribution } from './risk';
import type { RiskModel } from './riskModel';

/** Lists of a registration; an empty one is an answer, a missing one is none. */
const LISTS = {
  dataTypes: 'which data about people it keeps',
  scopes: 'which access it asks for',
  vendors: 'which services it uses',
  libraries: 'which libraries it uses',
  endpoints: 'which addresses it calls',
} as const;

/** A list that a registration does not have. */
export type MissingList = keyof typeof LISTS;

const NAMES = Object.keys(LISTS) as MissingList[];

/**
 * A registration in which every list is there, and which of them were not:
 * what is no list is none.
 */
export function withLists(registration: Registration): {
  registration: Registration;
  missing: readonly MissingList[];
} {
  const missing = NAMES.filter(name => !Array.isArray(registration[name]));
  if (missing.length === 0) return { registration, missing };
  const empty = Object.fromEntries(missing.map(name => [name, []]));
  return { registration: { ...registration, ...empty }, missing };
}

/**
 * What is not said counts as the worst that could be said: a missing list
 * never lowers the score below that of any list. Source: requirements R3.
 */
export function missingContributions(
  missing: readonly MissingList[],
  model: RiskModel,
): readonly Contribution[] {
  return missing.map(name => ({
    code: `missing:${name}`,
    points: 0,
    floor: model.bands.high[1],
    reason: `It is not said ${LISTS[name]}, so it counts as the worst`,
    source: 'R3',
  }));
}
