import {
  CONTROL_CATALOGUE,
  DEFAULT_RISK_MODEL,
} from '@micro-apps/governance-core';
import type { RiskModel } from '@micro-apps/governance-core';
import type { PolicySettings } from '../settings/settings';
import { valuesOf } from '../settings/weakenings';

function range([from, to]: readonly [number, number]): string {
  return `${from}–${to}`;
}

/**
 * Every number that a page may print, by the name of its placeholder: the
 * settings under their own path, the risk model under `risk.`, and for how many
 * days proof of a control counts under `controls.`.
 */
export function numbersFor(
  settings: PolicySettings,
  model: RiskModel = DEFAULT_RISK_MODEL,
): ReadonlyMap<string, string> {
  const { low, medium, high } = model.bands;
  const numbers = new Map<string, string>([
    ['risk.bands.low', range(low)],
    ['risk.bands.medium', range(medium)],
    ['risk.bands.high', range(high)],
    ['risk.bands.lowest', String(low[0])],
    ['risk.bands.highest', String(high[1])],
    ['risk.saturation', String(model.saturation)],
    ['risk.piiHeavyAt', String(model.piiHeavyAt)],
    ['risk.missingSuccessor', String(model.missingSuccessor)],
  ]);
  for (const [name, floor] of Object.entries(model.floors)) {
    numbers.set(`risk.floors.${name}`, String(floor));
  }
  for (const [path, value] of valuesOf(settings)) {
    if (typeof value === 'number') numbers.set(path, String(value));
  }
  for (const { id, freshnessDays } of CONTROL_CATALOGUE) {
    if (freshnessDays !== undefined) {
      numbers.set(`controls.${id}.freshnessDays`, String(freshnessDays));
    }
  }
  return numbers;
}

/**
 * Fills in the placeholders of a text, `{{exceptions.maxDays}}`.
 * @throws Error for a placeholder that nothing is known about
 */
export function filledIn(
  text: string,
  numbers: ReadonlyMap<string, string>,
): string {
  return text.replace(/\{\{([^{}]*)\}\}/g, (_, name: string) => {
    const number = numbers.get(name);
    if (number === undefined) throw new Error(`There is no number ${name}`);
    return number;
  });
}
