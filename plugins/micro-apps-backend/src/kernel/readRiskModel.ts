import type { RootConfigService } from '@backstage/backend-plugin-api';
import {
  DEFAULT_RISK_MODEL,
  parseRiskModel,
  type RiskModel,
} from '@micro-apps/governance-core';
import type { PolicyWeakening } from '@micro-apps/plugin-micro-apps-node';
import { riskModelWeakenings } from './riskModelWeakenings';

const KEY = 'microApps.riskModel';

/** The organisation's numbers of the risk score. */
export interface RiskModelSettings {
  readonly riskModel?: RiskModel;
  readonly riskModelWeakenings?: readonly PolicyWeakening[];
  readonly acknowledgeWeakening?: string;
}

/**
 * Reads `microApps.riskModel`: what differs from the shipped numbers, with a
 * revision of its own.
 * @throws when a number is wrong, or looser than shipped without
 *   `microApps.policy.acknowledgeWeakening`
 */
export function readRiskModel(config: RootConfigService): RiskModelSettings {
  const acknowledgeWeakening = config
    .getOptionalString('microApps.policy.acknowledgeWeakening')
    ?.trim();
  const given = config.getOptional(KEY);
  if (given === undefined) return { acknowledgeWeakening };
  const parsed = parseRiskModel(merged(DEFAULT_RISK_MODEL, given));
  if (!parsed.ok) {
    const { because, details = [] } = parsed.refusal;
    const lines = details.map(
      ({ path, message }) => `${KEY}.${path} ${message}`,
    );
    throw new Error(lines.length > 0 ? lines.join('; ') : because);
  }
  const riskModel = parsed.value;
  if (riskModel.revision === DEFAULT_RISK_MODEL.revision) {
    throw new Error(
      `${KEY}.revision has to be another one than the shipped ${riskModel.revision}: it is printed beside every score`,
    );
  }
  const weakenings = riskModelWeakenings(riskModel, DEFAULT_RISK_MODEL);
  if (weakenings.length > 0 && !acknowledgeWeakening) {
    throw new Error(
      `${weakenings
        .map(({ path, because }) => `${KEY}.${path}: ${because}`)
        .join(
          '; ',
        )}. Set microApps.policy.acknowledgeWeakening to the reason, or use the shipped values`,
    );
  }
  return { riskModel, riskModelWeakenings: weakenings, acknowledgeWeakening };
}

/** Lists are taken whole; objects field by field. */
function merged(shipped: unknown, given: unknown): unknown {
  if (!isFields(shipped) || !isFields(given)) return given;
  const fields = Object.entries(given).map(([key, value]) => [
    key,
    Object.hasOwn(shipped, key) ? merged(shipped[key], value) : value,
  ]);
  return { ...shipped, ...Object.fromEntries(fields) };
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
