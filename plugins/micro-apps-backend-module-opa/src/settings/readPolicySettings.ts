import { createHash } from 'node:crypto';
import { canonicalJson } from '@micro-apps/governance-core';
import type {
  PolicyRule,
  PolicyWeakening,
} from '@micro-apps/plugin-micro-apps-node';
import {
  DEFAULT_POLICY_SETTINGS,
  resolvePolicySettings,
  type PolicySettings,
} from '@micro-apps/policy-pack';

/** Settings of the rules, complete and checked. */
export interface ReadSettings {
  readonly settings: PolicySettings;
  readonly rules: readonly PolicyRule[];
  readonly weakenings: readonly PolicyWeakening[];
  readonly acknowledgement?: string;
  readonly reapprovalDays: number;
  readonly exceptionLimits: PolicySettings['exceptions'];
  readonly incidentLimits: PolicySettings['incidents'];
  readonly reviewEveryDays: number;
  /** Added to the rules' revision where the settings are not the shipped ones. */
  readonly suffix: string;
}

/** One part of the organisation's settings, and how to name a place in it. */
export interface SettingsPart {
  readonly values: unknown;
  /** `microApps.policy.settings.rules…`, or file and line. */
  placeOf(path: string): string;
}

/**
 * Completes the organisation's settings with the shipped ones; later parts win,
 * lists are taken whole.
 * @throws with place and reason when a value is wrong, or looser than shipped
 *   without a reason (requirements R12)
 */
export function readPolicySettings(
  parts: readonly SettingsPart[],
  acknowledgement: string | undefined,
): ReadSettings {
  const placeOf = (path: string) => {
    const part = parts.findLast(({ values }) => has(values, path));
    return (part ?? parts.at(-1))?.placeOf(path) ?? path;
  };
  const values = parts.map(part => part.values).reduce(merged, {});
  const resolved = resolvePolicySettings(
    isFields(values) && acknowledgement !== undefined
      ? { ...values, acknowledgeWeakening: acknowledgement }
      : values,
  );
  if (!resolved.ok) {
    const { because, details = [] } = resolved.refusal;
    const lines = details.map(({ path = '', message }) =>
      path === 'acknowledgeWeakening'
        ? `microApps.policy.${path}: ${message}`
        : `${placeOf(path)}: ${message}`,
    );
    throw new Error(
      `The settings of the company rules cannot be used. ${
        lines.join('. ') || because
      }`,
    );
  }
  const { settings, weakenings } = resolved.value;
  return {
    ...shownSettings(settings),
    settings,
    weakenings,
    acknowledgement: resolved.value.acknowledgement,
    suffix: suffixOf(settings),
  };
}

/** What people may see of complete settings. */
export function shownSettings(
  settings: PolicySettings,
): Pick<
  ReadSettings,
  | 'rules'
  | 'reapprovalDays'
  | 'exceptionLimits'
  | 'incidentLimits'
  | 'reviewEveryDays'
> {
  return {
    rules: Object.entries(settings.rules).map(([id, { mode, rings }]) => ({
      id,
      mode,
      ...(rings && { rings }),
    })),
    reapprovalDays: settings.policyChange.reapprovalDays,
    exceptionLimits: settings.exceptions,
    incidentLimits: settings.incidents,
    reviewEveryDays: settings.review.everyDays,
  };
}

/** Empty for the shipped settings, `~` and part of a digest for others. */
function suffixOf(settings: PolicySettings): string {
  const text = canonicalJson(settings);
  return text === canonicalJson(DEFAULT_POLICY_SETTINGS)
    ? ''
    : `~${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
}

function merged(before: unknown, after: unknown): unknown {
  if (after === undefined) return before;
  if (!isFields(before) || !isFields(after)) return after;
  const result: Record<string, unknown> = { ...before };
  for (const [key, value] of Object.entries(after)) {
    Object.defineProperty(result, key, {
      value: merged(before[key], value),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return result;
}

function has(values: unknown, path: string): boolean {
  let place = values;
  for (const name of path.split('.')) {
    if (typeof place !== 'object' || place === null) return false;
    if (!Object.hasOwn(place, name)) return false;
    place = (place as Record<string, unknown>)[name];
  }
  return true;
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
