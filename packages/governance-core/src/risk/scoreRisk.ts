import type { Integration } from '../classification/dataClass';
import type { Registration } from '../registration/registration';
import { assessFacts } from './assessFacts';
import { bandOf } from './bandOf';
import { DEFAULT_RISK_MODEL } from './defaultRiskModel';
import type { Band, RiskScore } from './risk';
import { BANDS } from './risk';
import type { RiskModel } from './riskModel';
import { scoreOf } from './scoreOf';
import { withLists } from './missingLists';
import { singleChanges } from './singleChanges';
import type { SingleChange } from './singleChanges';

interface Outlook extends SingleChange {
  readonly score: number;
  readonly band: Band;
}

/** A lower band first, then less effort, then a lower score, then the text. */
function cheaperFirst(a: Outlook, b: Outlook): number {
  const byBand = BANDS.indexOf(a.band) - BANDS.indexOf(b.band);
  if (byBand !== 0) return byBand;
  if (a.effort !== b.effort) return a.effort - b.effort;
  if (a.score !== b.score) return a.score - b.score;
  return a.change < b.change ? -1 : 1;
}

const BAND_OUTLOOK: Readonly<Record<Band, string>> = {
  low: ', approved at once when its checks are green',
  medium: ', Medium',
  high: '',
};

/**
 * The risk of an app as a whole number from 0 to 10, with a reason for every
 * contribution, what would lower it, and the cheapest single change that
 * does. What is missing, unknown or not a number never lowers the score.
 * Source: requirements R3.
 *
 * @param options.integrations - the integration catalog, or the part of it
 *   that the registration uses; a name that it does not hold is never Low
 * @param options.model - numbers; the shipped ones when left out
 * @param options.now - ISO instant, UTC; with it the ended approval of a vendor
 *   counts, too
 * @public
 */
export function scoreRisk(options: {
  registration: Registration;
  integrations: readonly Integration[];
  model?: RiskModel;
  now?: string;
}): RiskScore {
  const model = options.model ?? DEFAULT_RISK_MODEL;
  const facts = {
    ...withLists(options.registration),
    integrations: options.integrations ?? [],
    model,
    now: options.now,
  };
  const assessed = assessFacts(facts);
  const score = scoreOf(assessed, model);
  const band = bandOf(score, model);

  const outlooks = singleChanges({ ...facts, match: assessed.read.match })
    .map((change): Outlook => {
      const after = scoreOf(
        assessFacts({
          ...facts,
          registration: change.apply(facts.registration),
          base: assessed.read,
        }),
        model,
      );
      return { ...change, score: after, band: bandOf(after, model) };
    })
    .filter(outlook => outlook.score < score)
    .sort(cheaperFirst);

  const contributions = assessed.contributions.map(contribution => {
    const way = outlooks.find(outlook => outlook.code === contribution.code);
    if (!way) return contribution;
    const reached = way.band === band ? '' : BAND_OUTLOOK[way.band];
    return {
      ...contribution,
      lowers: `${way.without}: ${score} → ${way.score}${reached}`,
    };
  });
  const [cheapest] = outlooks;
  return {
    score,
    band,
    contributions,
    modelRevision: model.revision,
    ...(cheapest && {
      cheapestWayDown: {
        change: cheapest.change,
        score: cheapest.score,
        band: cheapest.band,
      },
    }),
  };
}
