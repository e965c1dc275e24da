import { DEFAULT_RISK_MODEL } from './defaultRiskModel';
import type { Band } from './risk';
import type { RiskModel } from './riskModel';

/**
 * The band of a score. Anything that is not a number from 0 to 10 is High, and
 * a fraction counts as the next whole number: doubt never lowers a band.
 * Source: requirements R3.
 * @public
 */
export function bandOf(
  score: number,
  model: RiskModel = DEFAULT_RISK_MODEL,
): Band {
  if (typeof score !== 'number' || !(score >= 0 && score <= 10)) return 'high';
  const whole = Math.ceil(score);
  if (whole <= model.bands.low[1]) return 'low';
  if (whole <= model.bands.medium[1]) return 'medium';
  return 'high';
}
