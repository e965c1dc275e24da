import type { RootConfigService } from '@backstage/backend-plugin-api';
import { DEFAULT_BLAST_LIMIT, normaliseRef } from '@micro-apps/governance-core';
import type { SuccessionSettings } from './settings';

const AT = 'microApps.succession';

/**
 * As shipped: everybody is looked up each quarter of an hour, and no more than
 * a twentieth of the owners leave in an hour without somebody confirming it
 * (reliability E3). Two always may, so that small teams need nobody for that.
 */
export const SHIPPED_SUCCESSION: SuccessionSettings = {
  lookEveryMinutes: 15,
  limit: { ...DEFAULT_BLAST_LIMIT, atLeast: 2 },
};

/**
 * Reads `microApps.succession`.
 * @throws with the setting and what it has to be
 */
export function readSuccession(
  config: Pick<RootConfigService, 'getOptionalNumber' | 'getOptionalString'>,
): SuccessionSettings {
  const { lookEveryMinutes, limit } = SHIPPED_SUCCESSION;
  const read = (key: string, shipped: number, fits: (n: number) => boolean) => {
    const given = config.getOptionalNumber(`${AT}.${key}`) ?? shipped;
    if (fits(given)) return given;
    throw new Error(`${AT}.${key} cannot be ${given}`);
  };
  const team = config.getOptionalString(`${AT}.platformTeam`);
  return {
    lookEveryMinutes: read(
      'lookEveryMinutes',
      lookEveryMinutes,
      n => n >= 1 && n <= 1_440,
    ),
    limit: {
      share: read('maxSharePerHour', limit.share, n => n >= 0 && n <= 1),
      atLeast: read(
        'maxAtLeast',
        limit.atLeast ?? 0,
        n => Number.isInteger(n) && n >= 0,
      ),
    },
    platformTeam: team === undefined ? undefined : normaliseRef(team, 'group'),
  };
}
