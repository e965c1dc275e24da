import type { ApprovalRequirement } from '../approvals/approval';
import type { VendorKind } from './vendor';

const WITH_FINDINGS: Readonly<Partial<Record<VendorKind, string>>> = {
  payment: 'Payment services need a security review with its findings',
  health: 'Health services need a security review with its findings',
  identity: 'Identity services need a security review with its findings',
};

const SYSTEMS: Readonly<Partial<Record<VendorKind, string>>> = {
  crm: 'customer (CRM)',
  hr: 'personnel (HR)',
};

/**
 * Who has to agree to a vendor. Every one: a security reviewer. Customer and
 * personnel systems: IT as well, which is the explicit authorisation that they
 * need. A kind that nobody knows gets the strictest answer.
 * Source: requirements R6.
 * @public
 */
export function requirementsForVendor(
  kind: VendorKind,
): readonly ApprovalRequirement[] {
  const security: ApprovalRequirement = {
    role: 'security',
    count: 1,
    because:
      WITH_FINDINGS[kind] ??
      'A security reviewer looks at every outside service',
  };
  const harmless = kind === 'general' || WITH_FINDINGS[kind] !== undefined;
  if (harmless) return [security];
  return [
    security,
    {
      role: 'it',
      count: 1,
      because: `Connecting to a ${
        SYSTEMS[kind] ?? 'sensitive'
      } system needs explicit authorisation by IT`,
    },
  ];
}

/**
 * Whether the security reviewer has to write down what the review found.
 * Source: requirements R6.
 * @public
 */
export function needsFindings(kind: VendorKind): boolean {
  return WITH_FINDINGS[kind] !== undefined;
}
