import type { VendorKind } from '../vendors/vendor';

/**
 * The four data classes, least sensitive first.
 * Source: requirements R2.
 * @public
 */
export const DATA_CLASSES = [
  'public',
  'internal',
  'confidential',
  'regulated',
] as const;

/** How sensitive data is; never a synonym for risk. @public */
export type DataClass = (typeof DATA_CLASSES)[number];

/**
 * What can raise the class of an app above what its maker declared: a scope,
 * an API or a vendor of the integration catalog. Source: requirements R2, R6.
 * @public
 */
export interface Integration {
  /** `scope`, `api` or `vendor`. */
  readonly kind: 'scope' | 'api' | 'vendor';
  /** The name that a registration uses, e.g. `people:read`. */
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  /** The lowest class an app that uses it can have. */
  readonly minimumClass: DataClass;
  /** A privileged API never scores below Medium (R3). */
  readonly privileged: boolean;
  /** May be chosen in the form without asking anybody. */
  readonly preAuthorised: boolean;
  readonly vendorKind?: VendorKind;
  /** IT has agreed to the connection to this customer or personnel system. */
  readonly authorised?: boolean;
  /** Host names that belong to it; what a scan finds is compared with these. */
  readonly hosts: readonly string[];
  /** Package names (npm) that talk to it. */
  readonly sdkPackages: readonly string[];
  /** ISO instant until which a vendor is approved. */
  readonly approvedUntil?: string;
  /** ISO instant at which people took the approval back, or refused it. */
  readonly withdrawnAt?: string;
  /** Catalog entity reference. */
  readonly entityRef?: string;
}

/** What makes the effective class what it is. @public */
export interface EffectiveClass {
  readonly declared: DataClass;
  readonly effective: DataClass;
  /** One line per integration or data type that implies a class. */
  readonly reasons: readonly {
    readonly source: string;
    readonly implies: DataClass;
    readonly because: string;
  }[];
}
