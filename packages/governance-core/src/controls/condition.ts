import { DATA_CLASSES } from '../classification/dataClass';
import { AUDIENCES, HOSTINGS } from '../registration/registration';
import { BANDS } from '../risk/risk';
import type {
  ControlFacts,
  FlagFact,
  ListFact,
  NumberFact,
  RankFact,
} from './controlFacts';

/** The order of facts that are steps of a ladder, least exposed first. */
const LADDERS: Readonly<Record<RankFact, readonly string[]>> = {
  class: DATA_CLASSES,
  band: BANDS,
  audience: AUDIENCES,
  hosting: HOSTINGS,
};

/**
 * A condition over the facts of an app: the closed language in which the
 * catalogue says when a control is required and when it is met.
 * @public
 */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  /** Whether the fact was told at all; never unknown itself. */
  | { readonly known: FlagFact | NumberFact }
  | { readonly fact: FlagFact; readonly is: boolean }
  | { readonly fact: NumberFact; readonly atLeast: number }
  | { readonly fact: NumberFact; readonly atMost: number }
  | { readonly fact: RankFact; readonly reaches: string }
  | { readonly fact: ListFact; readonly includesAny: readonly string[] };

/** Holds for every app. @public */
export const ALWAYS: Condition = { all: [] };

/** A step that nobody knows counts as the most exposed one. */
function rankOf(fact: RankFact, value: string): number {
  const index = LADDERS[fact].indexOf(value);
  return index < 0 ? LADDERS[fact].length - 1 : index;
}

function isNumber(value: number | undefined): value is number {
  return value !== undefined && !Number.isNaN(value);
}

/**
 * `end` as soon as one part says so; unknown when none does but one is not
 * known; else the contrary. `false` makes a conjunction, `true` a disjunction.
 */
function joined(
  parts: readonly Condition[],
  facts: ControlFacts,
  end: boolean,
): boolean | undefined {
  let answer: boolean | undefined = !end;
  for (const part of parts) {
    const said = holds(part, facts);
    if (said === end) return end;
    if (said === undefined) answer = undefined;
  }
  return answer;
}

function negation(answer: boolean | undefined): boolean | undefined {
  return answer === undefined ? undefined : !answer;
}

/**
 * Whether a condition holds for the facts, in three-valued logic: what rests
 * on a fact that nobody told is unknown. The only evaluator of the language.
 *
 * @returns `undefined` when the facts do not say
 * @public
 */
export function holds(
  condition: Condition,
  facts: ControlFacts,
): boolean | undefined {
  if ('all' in condition) {
    return joined(condition.all, facts, false);
  }
  if ('any' in condition) return joined(condition.any, facts, true);
  if ('not' in condition) return negation(holds(condition.not, facts));
  if ('known' in condition) {
    const value = facts[condition.known];
    return typeof value === 'number' ? isNumber(value) : value !== undefined;
  }
  if ('is' in condition) {
    const value = facts[condition.fact];
    return value === undefined ? undefined : value === condition.is;
  }
  if ('atLeast' in condition) {
    const value = facts[condition.fact];
    return isNumber(value) ? value >= condition.atLeast : undefined;
  }
  if ('atMost' in condition) {
    const value = facts[condition.fact];
    return isNumber(value) ? value <= condition.atMost : undefined;
  }
  if ('reaches' in condition) {
    const value = facts[condition.fact];
    return value === undefined
      ? undefined
      : rankOf(condition.fact, value) >=
          rankOf(condition.fact, condition.reaches);
  }
  return condition.includesAny.some(item =>
    facts[condition.fact].includes(item),
  );
}
