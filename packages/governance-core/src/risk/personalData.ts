import { spokenList } from '../names/normaliseText';
import { DATA_CATEGORIES, DATA_VOLUMES } from '../registration/registration';
import type {
  DataCategory,
  DataType,
  DataVolume,
  Registration,
} from '../registration/registration';
import { DEFAULT_RISK_MODEL } from './defaultRiskModel';
import type { RiskModel } from './riskModel';

/** @public */
export interface PersonalDataGrade {
  /** Sum of category weight times volume factor. */
  readonly grade: number;
  /** The grade reaches the model's `piiHeavyAt`. */
  readonly heavy: boolean;
  /** "Names and preferences of fewer than 100 people". */
  readonly reason: string;
}

/** One entry per category with its largest volume; what nobody knows counts most. */
export function largestVolumes(
  dataTypes: readonly DataType[],
): readonly DataType[] {
  const volumes = new Map<DataCategory, DataVolume>();
  for (const { category, volume } of dataTypes ?? []) {
    const earlier = volumes.get(category);
    const rank = DATA_VOLUMES.indexOf(volume);
    const known = rank < 0 ? 'over-10000' : volume;
    const earlierRank = earlier ? DATA_VOLUMES.indexOf(earlier) : -1;
    if (DATA_VOLUMES.indexOf(known) > earlierRank) volumes.set(category, known);
  }
  return [...volumes]
    .filter(([category]) => category !== 'none')
    .map(([category, volume]) => ({ category, volume }))
    .sort((a, b) => {
      const byRank =
        DATA_CATEGORIES.indexOf(a.category) -
        DATA_CATEGORIES.indexOf(b.category);
      if (byRank !== 0) return byRank;
      return a.category < b.category ? -1 : 1;
    });
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * Grades personal data by kind and number of people: each category's weight
 * times its volume's factor, added up. Two rows of one category count once,
 * with the larger volume. Source: requirements R3.
 * @public
 */
export function personalDataGrade(
  dataTypes: readonly DataType[],
  model: RiskModel = DEFAULT_RISK_MODEL,
): PersonalDataGrade {
  const rows = largestVolumes(dataTypes);
  const heaviest = Math.max(...Object.values(model.categoryWeights));
  const grade = rows.reduce(
    (sum, { category, volume }) =>
      sum +
      (model.categoryWeights[category] ?? heaviest) *
        model.volumeFactors[volume],
    0,
  );
  const parts = DATA_VOLUMES.map(volume => {
    const titles = rows
      .filter(row => row.volume === volume)
      .map(row => model.categoryTitles[row.category] ?? row.category);
    return titles.length > 0
      ? `${spokenList(titles)} of ${model.volumeTitles[volume]}`
      : '';
  }).filter(part => part !== '');
  return {
    grade,
    heavy: grade >= model.piiHeavyAt,
    reason:
      parts.length > 0 ? capitalised(parts.join('; ')) : 'No personal data',
  };
}

/**
 * Whether the app keeps anything about people: then notice is due, and consent
 * where required, whatever the class. Source: requirements R7.
 * @public
 */
export function hasPersonalData(
  registration: Pick<Registration, 'dataTypes'>,
): boolean {
  return largestVolumes(registration.dataTypes).length > 0;
}
