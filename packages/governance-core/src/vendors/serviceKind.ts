import type { Integration } from '../classification/dataClass';
import { VENDOR_KINDS, type VendorKind } from './vendor';

/** What a service deals with; `unknown` is none that anybody told. @public */
export type ServiceKind = VendorKind | 'unknown';

/**
 * What the service behind an integration deals with. A service of somebody
 * else whose kind is missing or misspelt is `unknown`, which counts as the
 * strictest; scopes and APIs of one's own company have a kind only where one
 * is given. Source: requirements R6.
 * @public
 */
export function serviceKind(
  integration: Pick<Integration, 'kind' | 'vendorKind'>,
): ServiceKind | undefined {
  const { kind, vendorKind } = integration;
  if (vendorKind !== undefined) {
    return VENDOR_KINDS.includes(vendorKind) ? vendorKind : 'unknown';
  }
  return kind === 'vendor' ? 'unknown' : undefined;
}

/** Customer and personnel systems, and what may be one. */
const NEEDS_AUTHORISATION: readonly (ServiceKind | undefined)[] = [
  'crm',
  'hr',
  'unknown',
];

/**
 * Whether the app may not connect yet: to a customer or personnel system that
 * neither the catalog offers to everybody nor IT has authorised.
 * Source: requirements R6.
 * @public
 */
export function lacksAuthorisation(integration: Integration): boolean {
  return (
    NEEDS_AUTHORISATION.includes(serviceKind(integration)) &&
    integration.preAuthorised !== true &&
    integration.authorised !== true
  );
}
