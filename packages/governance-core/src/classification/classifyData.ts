import { DEFAULT_RISK_MODEL } from '../risk/defaultRiskModel';
import type { RiskModel } from '../risk/riskModel';
import { DATA_CATEGORIES } from '../registration/registration';
import type { Registration } from '../registration/registration';
import { maxClass } from './compareClass';
import type { DataClass, EffectiveClass, Integration } from './dataClass';
import { matchIntegrations } from './integrationsOf';
import type { IntegrationMatch } from './integrationsOf';

const THROUGH: Readonly<Record<string, string>> = {
  scope: 'asks for it',
  vendor: 'names it',
  endpoint: 'calls its host',
  library: 'uses its library',
};

/**
 * The effective class of an app: the highest of what its maker declared and
 * what its scopes, vendors and kinds of personal data imply. Never below the
 * declared class. Source: requirements R2.
 *
 * @param options.integrations - the integration catalog, or the part of it the
 *   registration uses
 * @returns the class with one reason per source that implies one
 * @public
 */
export function classifyData(options: {
  registration: Registration;
  integrations: readonly Integration[];
  model?: RiskModel;
}): EffectiveClass {
  return classifyMatched({ ...options, match: matchIntegrations(options) });
}

/** As {@link classifyData}, for callers that looked the integrations up already. */
export function classifyMatched(options: {
  registration: Registration;
  match: IntegrationMatch;
  model?: RiskModel;
}): EffectiveClass {
  const { registration, match, model = DEFAULT_RISK_MODEL } = options;
  const reasons: { source: string; implies: DataClass; because: string }[] = [];

  for (const { integration, through } of match.used) {
    reasons.push({
      source: `${integration.kind}:${integration.name}`,
      implies: integration.minimumClass,
      because: `${integration.title} carries ${integration.minimumClass} data, and the app ${THROUGH[through]}`,
    });
  }
  const categories = new Set(
    (registration.dataTypes ?? []).map(dataType => dataType.category),
  );
  for (const category of categories) {
    const known = DATA_CATEGORIES.includes(category);
    const implies = known ? model.categoryClasses[category] : 'regulated';
    if (implies) {
      reasons.push({
        source: `data:${category}`,
        implies,
        because: known
          ? `${model.categoryTitles[category]} are ${implies} data at least`
          : `"${category}" is not a known kind of data, so it counts as regulated`,
      });
    }
  }
  const declared = registration.classification;
  return {
    declared,
    effective: reasons.reduce<DataClass>(
      (highest, reason) => maxClass(highest, reason.implies),
      maxClass('public', declared),
    ),
    reasons,
  };
}
