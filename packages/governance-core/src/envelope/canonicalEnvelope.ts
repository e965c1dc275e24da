import { canonicalJson } from '../audit/canonicalJson';
import type {
  DataClass,
  EffectiveClass,
  Integration,
} from '../classification/dataClass';
import { matchIntegrations } from '../classification/integrationsOf';
import { normaliseText, sortedSet } from '../names/normaliseText';
import { normaliseEndpoint } from '../registration/endpoint';
import type { Registration } from '../registration/registration';
import { largestVolumes } from '../risk/personalData';

/**
 * The canonical text of what an approval covers: class, kinds of personal
 * data and their volumes, scopes, vendors, endpoints, audience, hosting,
 * retention. Name, purpose, owners, libraries and plans are not part of it.
 * Order, doubles and spelling have no effect. A vendor that is used without
 * being named (by its host or package) belongs to the vendors.
 * Source: reliability P4, requirements "Approve an envelope".
 *
 * @returns the text; its SHA-256 is the envelope hash
 * @throws TypeError when a number is not finite: such a registration has no envelope
 * @public
 */
export function canonicalEnvelope(
  registration: Registration,
  effectiveClass: EffectiveClass | DataClass,
  integrations: readonly Integration[],
): string {
  const effective =
    typeof effectiveClass === 'string'
      ? effectiveClass
      : effectiveClass.effective;
  const usedVendors = matchIntegrations({ registration, integrations })
    .used.filter(({ integration }) => integration.kind === 'vendor')
    .map(({ integration }) => integration.name);
  return canonicalJson({
    audience: registration.audience,
    dataTypes: largestVolumes(registration.dataTypes ?? []).map(
      ({ category, volume }) => ({ category, volume }),
    ),
    declaredClass: registration.classification,
    effectiveClass: effective,
    endpoints: sortedSet((registration.endpoints ?? []).map(normaliseEndpoint)),
    hosting: registration.hosting,
    retentionDays: registration.retentionDays,
    scopes: sortedSet((registration.scopes ?? []).map(normaliseText)),
    vendors: sortedSet(
      [...(registration.vendors ?? []), ...usedVendors].map(normaliseText),
    ),
  });
}
