import { approvalEnded } from '../classification/integrationsOf';
import type { Integration } from '../classification/dataClass';
import type { IntegrationMatch } from '../classification/integrationsOf';
import { normaliseText } from '../names/normaliseText';
import { serviceKind, type ServiceKind } from '../vendors/serviceKind';
import type { Contribution } from './risk';
import type { RiskModel } from './riskModel';

const SENSITIVE: Readonly<Partial<Record<ServiceKind, string>>> = {
  crm: 'a customer system (CRM)',
  hr: 'a personnel system (HR)',
  payment: 'a payment system',
  health: 'a health system',
  identity: 'an identity provider',
  unknown: 'a service of a kind that nobody told',
};

/** What is sensitive about a service, in words; nothing for most. */
function sensitiveWords(integration: Integration): string | undefined {
  const kind = serviceKind(integration);
  return kind && SENSITIVE[kind];
}

const THROUGH: Readonly<Record<string, string>> = {
  endpoint: ', reached through an address that the app calls',
  library: ', reached through a library of the app',
};

function floorOf(
  integration: Integration,
  model: RiskModel,
  ended: boolean,
): number | undefined {
  const floors: number[] = ended ? [model.floors.vendorApprovalEnded] : [];
  // Only a plain `false` says harmless; a missing flag is not a promise.
  if (integration.privileged !== false) floors.push(model.floors.privileged);
  if (sensitiveWords(integration) !== undefined) {
    floors.push(model.floors.sensitiveVendor);
  }
  return floors.length > 0 ? Math.max(...floors) : undefined;
}

function ownPoints(
  integration: Integration,
  points: RiskModel['scopePoints'],
  ended: boolean,
): number {
  if (ended || integration.privileged !== false) return points.privileged;
  return integration.preAuthorised === true
    ? points.preAuthorised
    : points.other;
}

function describe(integration: Integration, ended: boolean): string {
  const words: string[] = ended ? ['its approval has ended'] : [];
  const sensitive = sensitiveWords(integration);
  if (sensitive) words.push(sensitive);
  if (integration.privileged !== false) words.push('privileged');
  words.push(
    integration.preAuthorised === true
      ? 'pre-authorised'
      : 'not pre-authorised',
  );
  return words.join(', ');
}

/**
 * One contribution for each scope and vendor that an app uses, and one for
 * each name that the integration catalog does not hold. Source: requirements
 * R3, R6.
 *
 * @param options.now - ISO instant; without it no approval counts as ended
 */
export function integrationContributions(options: {
  match: IntegrationMatch;
  model: RiskModel;
  now?: string;
}): readonly Contribution[] {
  const { match, model, now } = options;
  const known = match.used.map(({ integration, through }): Contribution => {
    const vendor = integration.kind === 'vendor';
    const ended = now !== undefined && approvalEnded(integration, now);
    return {
      code: `${vendor ? 'vendor' : 'scope'}:${normaliseText(integration.name)}`,
      points: ownPoints(
        integration,
        vendor ? model.vendorPoints : model.scopePoints,
        ended,
      ),
      floor: floorOf(integration, model, ended),
      reason: `${integration.title} (${describe(integration, ended)})${
        THROUGH[through] ?? ''
      }`,
      source: vendor ? 'R6' : 'R3',
    };
  });
  const unknown = [
    ...match.unknownScopes.map(name => ({ kind: 'scope', name })),
    ...match.unknownVendors.map(name => ({ kind: 'vendor', name })),
  ].map(
    ({ kind, name }): Contribution => ({
      code: `${kind}:${name}`,
      points:
        kind === 'scope'
          ? model.scopePoints.privileged
          : model.vendorPoints.privileged,
      floor: model.floors.notInCatalog,
      reason: `The ${kind} "${name}" is not in the integration catalog`,
      source: 'R6',
    }),
  );
  return [...known, ...unknown];
}
