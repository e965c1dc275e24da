import { RULE_MODES } from '@micro-apps/governance-core';
import type { PolicySettings } from './settings';

/** A value that is looser than what is shipped. Source: requirements R12. @public */
export interface Weakening {
  readonly path: string;
  /** A plain sentence with both values. */
  readonly because: string;
}

type Direction = 'larger' | 'smaller' | 'more' | 'fewer' | 'neutral';

/**
 * What makes a value looser: a larger or smaller number, a list with more or
 * fewer entries. `mode` and `rings` are known everywhere. An entry is missing
 * for no setting; a test walks them all.
 */
const LOOSER: Readonly<Record<string, Direction>> = {
  revision: 'neutral',
  'exceptions.maxDays': 'larger',
  'exceptions.maxChainDays': 'larger',
  'incidents.escalateWithinHours': 'larger',
  'incidents.analysisWithinHours': 'larger',
  'retention.testDataDays': 'larger',
  'review.everyDays': 'larger',
  'access.unusedScopeDays': 'larger',
  'policyChange.reapprovalDays': 'larger',
  'rules.registration-complete.planMinimumLength': 'smaller',
  'rules.crm-hr-authorisation.kinds': 'fewer',
  'rules.crm-hr-authorisation.controls': 'more',
  // Authorising an app is what the list is for.
  'rules.crm-hr-authorisation.authorised': 'neutral',
  'rules.sensitive-vendors.kinds': 'fewer',
  'rules.sensitive-vendors.controls': 'fewer',
  'rules.external-sharing.audiences': 'fewer',
  'rules.external-sharing.hostings': 'fewer',
  'rules.external-sharing.controls': 'fewer',
  'rules.external-sharing.approvers': 'fewer',
  'rules.oauth-grants.grantTypes': 'more',
  'rules.oauth-grants.responseTypes': 'more',
  'rules.oauth-scopes.protocolScopes': 'more',
  'rules.oauth-token-lifetime.maxSeconds': 'larger',
  'rules.oauth-client-authentication.methods': 'more',
  'rules.retention-window.maxDays': 'larger',
  'rules.pii-heavy-retention.maxDays': 'larger',
  'rules.network-reach.sensitiveBackEnds': 'fewer',
  // An organisation with rules of its own knows more kinds.
  'rules.resource-kinds.kinds': 'neutral',
  'rules.data-disposition.classes': 'fewer',
  'rules.data-disposition.controls': 'fewer',
  'rules.annual-review.controls': 'fewer',
};

/** How a value can be looser; undefined for a path that nobody knows. */
export function looseningOf(path: string): Direction | 'mode' | undefined {
  if (/^rules\.[a-z-]+\.(mode|rings\.[a-z0-9-]+)$/.test(path)) return 'mode';
  return Object.hasOwn(LOOSER, path) ? LOOSER[path] : undefined;
}

/** Every value of settings with its path; lists are values. */
export function valuesOf(
  settings: unknown,
  path: readonly string[] = [],
): readonly (readonly [path: string, value: unknown])[] {
  if (
    typeof settings !== 'object' ||
    settings === null ||
    Array.isArray(settings)
  ) {
    return [[path.join('.'), settings]];
  }
  return Object.entries(settings).flatMap(([name, value]) =>
    valuesOf(value, [...path, name]),
  );
}

/**
 * What is looser in settings than in the shipped ones. A rule that is enforced
 * in fewer environments counts, too.
 * @public
 */
export function weakeningsOf(
  shipped: PolicySettings,
  given: PolicySettings,
): readonly Weakening[] {
  const before = new Map(valuesOf(shipped));
  return valuesOf(given).flatMap(([path, value]) => {
    const ring = /^(rules\.[a-z-]+)\.rings\./.exec(path);
    const old = before.get(path) ?? (ring && before.get(`${ring[1]}.mode`));
    return isLooser({ how: looseningOf(path), old, value })
      ? [
          {
            path,
            because: `${shown(value)} is looser than the shipped ${shown(old)}`,
          },
        ]
      : [];
  });
}

function isLooser(change: {
  how: Direction | 'mode' | undefined;
  old: unknown;
  value: unknown;
}): boolean {
  const { how, old, value } = change;
  switch (how) {
    case 'neutral':
      return false;
    case 'larger':
      return Number(value) > Number(old);
    case 'smaller':
      return Number(value) < Number(old);
    case 'more':
      return listOf(value).some(each => !listOf(old).includes(each));
    case 'fewer':
      return listOf(old).some(each => !listOf(value).includes(each));
    case 'mode':
      return (
        RULE_MODES.findIndex(mode => mode === value) <
        RULE_MODES.findIndex(mode => mode === old)
      );
    default:
      // Nobody knows what makes it looser, so that every change does.
      return JSON.stringify(old) !== JSON.stringify(value);
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function shown(value: unknown): string {
  return Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
}
