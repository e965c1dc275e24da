import { normaliseText, sortedSet } from '../names/normaliseText';
import { hostOf } from '../registration/endpoint';
import type { Registration } from '../registration/registration';
import type { Integration } from './dataClass';

/** How a registration and the integration catalog meet. @public */
export interface IntegrationMatch {
  /** What the registration uses, by name, host or package. */
  readonly used: readonly {
    readonly integration: Integration;
    /** `endpoint` and `library`: used without being named. */
    readonly through: 'scope' | 'vendor' | 'endpoint' | 'library';
  }[];
  /** Scopes that the catalog does not hold. */
  readonly unknownScopes: readonly string[];
  /** Vendors that the catalog does not hold. */
  readonly unknownVendors: readonly string[];
  /** Hosts of endpoints that no integration in use covers. */
  readonly otherHosts: readonly string[];
}

/** The names, hosts and packages of an integration in their one spelling. */
interface Spelling {
  readonly isVendor: boolean;
  readonly name: string;
  readonly hosts: readonly string[];
  readonly packages: readonly string[];
}

/** Integrations do not change, so each is read once. */
const spellings = new WeakMap<Integration, Spelling>();

function spellingOf(integration: Integration): Spelling {
  const known = spellings.get(integration);
  if (known) return known;
  const spelling = {
    isVendor: integration.kind === 'vendor',
    name: normaliseText(integration.name),
    hosts: (integration.hosts ?? []).map(hostOf),
    packages: (integration.sdkPackages ?? []).map(normaliseText),
  };
  spellings.set(integration, spelling);
  return spelling;
}

/**
 * Looks up what a registration names. The caller may hand in the whole catalog
 * or a part of it; what the app does not use has no effect. An endpoint's host
 * or a library that belongs to an integration counts as using it, named or
 * not. Source: requirements R2, R6.
 *
 * @public
 */
export function matchIntegrations(options: {
  registration: Registration;
  integrations: readonly Integration[];
}): IntegrationMatch {
  const { registration, integrations } = options;
  const scopes = sortedSet((registration.scopes ?? []).map(normaliseText));
  const vendors = sortedSet((registration.vendors ?? []).map(normaliseText));
  const libraries = new Set((registration.libraries ?? []).map(normaliseText));
  const endpoints = sortedSet((registration.endpoints ?? []).map(hostOf));

  const used: {
    integration: Integration;
    through: 'scope' | 'vendor' | 'endpoint' | 'library';
  }[] = [];
  const covered = new Set<string>();
  const heldScopes = new Set<string>();
  const heldVendors = new Set<string>();
  for (const integration of integrations) {
    const { isVendor, name, hosts, packages } = spellingOf(integration);
    const reaches = (host: string) => hosts.includes(host);
    let through: 'scope' | 'vendor' | 'endpoint' | 'library' | undefined;
    if ((isVendor ? vendors : scopes).includes(name)) {
      through = isVendor ? 'vendor' : 'scope';
      (isVendor ? heldVendors : heldScopes).add(name);
    } else if (isVendor && hosts.length > 0 && endpoints.some(reaches)) {
      through = 'endpoint';
    } else if (isVendor && packages.some(sdk => libraries.has(sdk))) {
      through = 'library';
    }
    if (through) {
      used.push({ integration, through });
      for (const host of endpoints) if (reaches(host)) covered.add(host);
    }
  }
  return {
    used,
    unknownScopes: scopes.filter(scope => !heldScopes.has(scope)),
    unknownVendors: vendors.filter(vendor => !heldVendors.has(vendor)),
    otherHosts: endpoints.filter(host => !covered.has(host)),
  };
}

/**
 * Whether the approval of an integration is over at an instant. Without an end
 * it runs on; an end or a clock that nobody can read counts as over. What was
 * withdrawn is over whatever date it had.
 * Source: requirements R6.
 *
 * @param now - ISO instant, UTC
 * @public
 */
export function approvalEnded(integration: Integration, now: string): boolean {
  if (integration.withdrawnAt !== undefined) return true;
  if (integration.approvedUntil === undefined) return false;
  return !(Date.parse(integration.approvedUntil) > Date.parse(now));
}
