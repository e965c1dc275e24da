import type { AssessedFacts } from './assessFacts';
import type { RiskModel } from './riskModel';

/**
 * Points and floors to one whole number. Points alone end at the model's
 * saturation; only a floor reaches High; 9 and 10 need a High floor and more.
 * Anything that is not a number counts as 10. Source: requirements R3.
 */
export function scoreOf(
  facts: Pick<AssessedFacts, 'contributions' | 'effectiveClass' | 'heavy'>,
  model: RiskModel,
): number {
  const { contributions, effectiveClass, heavy } = facts;
  const sum = contributions.reduce((total, { points }) => total + points, 0);
  const floor = contributions.reduce(
    (highest, contribution) => Math.max(highest, contribution.floor ?? 0),
    0,
  );
  if (!Number.isFinite(sum) || !Number.isFinite(floor)) return 10;
  let score = Math.max(Math.min(sum, model.saturation), floor);
  if (floor >= model.bands.high[0]) {
    const both = effectiveClass.effective === 'regulated' && heavy;
    if (both) score += model.aboveHigh.bothHighFloors;
    if (sum >= model.aboveHigh.sumAtLeast) score += model.aboveHigh.points;
  }
  const whole = Math.ceil(Math.min(10, Math.max(0, score)));
  return Number.isFinite(whole) ? whole : 10;
}
