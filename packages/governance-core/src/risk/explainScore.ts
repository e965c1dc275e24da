import type { Integration } from '../classification/dataClass';
import type { Registration } from '../registration/registration';
import { assessFacts } from './assessFacts';
import { bandOf } from './bandOf';
import { DEFAULT_RISK_MODEL } from './defaultRiskModel';
import { BANDS } from './risk';
import type { Band, RiskScore } from './risk';
import type { RiskModel } from './riskModel';
import { scoreOf } from './scoreOf';
import { withLists } from './missingLists';
import { scoreRisk } from './scoreRisk';
import { ALL_PERSONAL_DATA, singleChanges } from './singleChanges';
import type { SingleChange } from './singleChanges';

/** Most changes of which every combination is tried. */
const MAX_CHANGES = 4;
/** Most changes that a way may ask for; more is a new app, not a change. */
const MAX_CHANGES_TOLD = 12;
/** Most combinations that are tried; keeps a form responsive. */
const MAX_TRIES = 2000;
/** Ways that are shown for each band. */
const WAYS_PER_BAND = 3;

/** Changes that together reach a lower band. @public */
export interface WayDown {
  /** Imperative, plain, the least effort first: "Name a second owner". */
  readonly changes: readonly string[];
  /** What the score would be. */
  readonly score: number;
  readonly band: Band;
}

/** A score and the smallest sets of changes that lower its band. @public */
export interface ScoreExplanation {
  readonly score: RiskScore;
  /** The smallest first; empty when nothing a maker can change is enough. */
  readonly ways: readonly WayDown[];
}

interface Way extends WayDown {
  readonly effort: number;
  readonly picked: readonly SingleChange[];
}

function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function byEffort(a: SingleChange, b: SingleChange): number {
  return a.effort - b.effort || byText(a.change, b.change);
}

function bySize(a: Way, b: Way): number {
  return (
    a.changes.length - b.changes.length ||
    a.effort - b.effort ||
    byText(a.changes.join('\n'), b.changes.join('\n'))
  );
}

/** Whether two changes speak of the same thing, so that only one can be made. */
function clash(a: SingleChange, b: SingleChange): boolean {
  if (a.slot === b.slot) return true;
  return [a.slot, b.slot].includes(ALL_PERSONAL_DATA)
    ? a.slot.startsWith('data:') && b.slot.startsWith('data:')
    : false;
}

/** Every set of `size` changes that can be made together, in a fixed order. */
function* combinations(
  changes: readonly SingleChange[],
  size: number,
  from = 0,
  picked: readonly SingleChange[] = [],
): Generator<readonly SingleChange[]> {
  if (picked.length === size) {
    yield picked;
    return;
  }
  for (let index = from; index < changes.length; index += 1) {
    const change = changes[index];
    if (picked.some(other => clash(other, change))) continue;
    yield* combinations(changes, size, index + 1, [...picked, change]);
  }
}

function wayOf(
  picked: readonly SingleChange[],
  score: number,
  band: Band,
): Way {
  return {
    changes: picked.map(({ change }) => change),
    score,
    band,
    effort: picked.reduce((sum, { effort }) => sum + effort, 0),
    picked,
  };
}

/** Whether a smaller way already gets at least as low. */
function isNeedless(picked: readonly SingleChange[], ways: readonly Way[]) {
  return (band: Band): boolean =>
    ways.some(
      way =>
        BANDS.indexOf(way.band) <= BANDS.indexOf(band) &&
        way.picked.every(change => picked.includes(change)),
    );
}

/**
 * From everything that can be changed down to what cannot be left out, dropping
 * the most effort first: not always the smallest set, but a small one, where
 * trying all of them would take too long.
 */
function withoutNeedless(
  changes: readonly SingleChange[],
  isEnough: (picked: readonly SingleChange[]) => boolean,
): readonly SingleChange[] {
  return [...changes]
    .reverse()
    .reduce<readonly SingleChange[]>((picked, change) => {
      const rest = picked.filter(other => other !== change);
      return isEnough(rest) ? rest : picked;
    }, changes);
}

function firstOfEachBand(ways: readonly Way[]): readonly Way[] {
  const counts = new Map<Band, number>();
  return ways.filter(({ band }) => {
    const count = (counts.get(band) ?? 0) + 1;
    counts.set(band, count);
    return count <= WAYS_PER_BAND;
  });
}

/**
 * The score, and the smallest sets of changes that reach a lower band:
 * combinations of what {@link scoreRisk} offers one by one, of up to four, none
 * of which holds a change that is not needed. Ordered by how many changes, how
 * much effort, then text; the order of lists in the registration has no effect.
 * The class of the data is never among the changes: data stays what it is.
 * At most 2,000 combinations are tried, smaller ones first. Where none of them
 * reaches the lowest band that can be reached, up to twelve changes that do,
 * none of them needless, are told in their place.
 * Source: requirements R3, issue "counterfactuals".
 *
 * @param options - as for {@link scoreRisk}
 * @public
 */
export function explainScore(options: {
  registration: Registration;
  integrations: readonly Integration[];
  model?: RiskModel;
  now?: string;
}): ScoreExplanation {
  const model = options.model ?? DEFAULT_RISK_MODEL;
  const score = scoreRisk(options);
  const facts = {
    ...withLists(options.registration),
    integrations: options.integrations ?? [],
    model,
    now: options.now,
  };
  const base = assessFacts(facts).read;
  const changes = [...singleChanges({ ...facts, match: base.match })].sort(
    byEffort,
  );
  const after = (picked: readonly SingleChange[]) => {
    const registration = picked.reduce(
      (before, change) => change.apply(before),
      facts.registration,
    );
    return scoreOf(assessFacts({ ...facts, registration, base }), model);
  };
  // All of them together, the strongest of each slot last: the lowest there is.
  const lowest = bandOf(after(changes), model);
  const rank =
    BANDS.indexOf(lowest) < BANDS.indexOf(score.band)
      ? BANDS.indexOf(score.band)
      : 0;
  const ways: Way[] = [];
  let tries = 0;
  for (let size = 1; size <= MAX_CHANGES && rank > 0; size += 1) {
    for (const picked of combinations(changes, size)) {
      const needless = isNeedless(picked, ways);
      if (needless('low')) continue;
      if (tries === MAX_TRIES) break;
      tries += 1;
      const reached = after(picked);
      const band = bandOf(reached, model);
      if (BANDS.indexOf(band) >= rank || needless(band)) continue;
      ways.push(wayOf(picked, reached, band));
    }
  }
  const isLow = (picked: readonly SingleChange[]) =>
    bandOf(after(picked), model) === lowest;
  if (rank > 0 && !ways.some(({ band }) => band === lowest)) {
    const picked = withoutNeedless(changes, isLow);
    if (picked.length <= MAX_CHANGES_TOLD) {
      ways.push(wayOf(picked, after(picked), lowest));
    }
  }
  return {
    score,
    ways: firstOfEachBand(ways.sort(bySize)).map(way => ({
      changes: way.changes,
      score: way.score,
      band: way.band,
    })),
  };
}
