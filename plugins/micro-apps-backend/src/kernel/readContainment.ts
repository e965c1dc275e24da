import type { RootConfigService } from '@backstage/backend-plugin-api';
import {
  controlById,
  DEFAULT_BLAST_LIMIT,
  HOLD_ACTIONS,
  provesFailing,
  RULE_MODES,
  type AutomaticRule,
} from '@micro-apps/governance-core';
import type { ContainmentSettings } from './settings';

const KEY = 'microApps.containment';

type Read = Pick<
  RootConfigService,
  'getOptionalString' | 'getOptionalNumber' | 'getOptionalConfigArray'
>;

/**
 * Reads `microApps.containment`. A rule that says nothing of its mode observes:
 * nobody notices it before somebody wants that (requirements R11).
 * @throws with the setting and what it has to be
 */
export function readContainment(config: Read): ContainmentSettings {
  const given = config.getOptionalConfigArray(`${KEY}.automatic`) ?? [];
  const automatic = given.map((each, place) =>
    readRule(each, `${KEY}.automatic[${place}]`),
  );
  automatic.forEach(({ controlId }, place) => {
    if (automatic.findIndex(each => each.controlId === controlId) < place) {
      throw new Error(
        `${KEY}.automatic[${place}].control has to be another one than above, and is "${controlId}" again`,
      );
    }
  });
  const number = (name: string, fits: (n: number) => boolean, what: string) => {
    const read = config.getOptionalNumber(`${KEY}.blastRadius.${name}`);
    if (read === undefined || fits(read)) return read;
    throw new Error(
      `${KEY}.blastRadius.${name} has to be ${what}, and is ${read}`,
    );
  };
  return {
    automatic,
    limit: {
      share:
        number('share', n => n >= 0 && n <= 1, 'from 0 to 1, like 0.05') ??
        DEFAULT_BLAST_LIMIT.share,
      atLeast:
        number(
          'apps',
          n => Number.isSafeInteger(n) && n >= 0,
          'a whole number of apps',
        ) ?? 0,
    },
  };
}

function readRule(
  rule: Pick<RootConfigService, 'getOptionalString'>,
  at: string,
): AutomaticRule {
  const word = <Word extends string>(
    name: string,
    words: readonly Word[],
    unlessTold?: Word,
  ): Word => {
    const given = rule.getOptionalString(name) ?? unlessTold;
    const found = words.find(each => each === given);
    if (found !== undefined) return found;
    throw new Error(
      `${at}.${name} has to be one of ${words.join(', ')}, and is ${
        given === undefined ? 'missing' : `"${given}"`
      }`,
    );
  };
  const controlId = rule.getOptionalString('control') ?? '';
  const control = controlById(controlId);
  if (!control || !provesFailing(control)) {
    throw new Error(
      `${at}.control has to be the id of a control that scans or documents prove, like known-vulnerabilities, and is "${controlId}"`,
    );
  }
  return {
    controlId,
    action: word('action', HOLD_ACTIONS),
    mode: word('mode', RULE_MODES, 'observe'),
  };
}
