/** One package version that was reviewed. @public */
export interface ApprovedComponent {
  /** Package URL, e.g. `pkg:npm/%40types/node@22.20.5`. */
  readonly purl: string;
  /** Subresource integrity of the published archive, e.g. `sha512-…`. */
  readonly integrity: string;
  /** SPDX expression. */
  readonly licence: string;
}

/** Reviewed package versions, valid until a day. Source: requirements R5. @public */
export interface ComponentBaseline {
  readonly revision: string;
  readonly reviewedBy: string;
  /** ISO day. */
  readonly reviewedAt: string;
  /** ISO day; from its beginning (UTC) on the list no longer counts. */
  readonly expiresAt: string;
  readonly components: readonly ApprovedComponent[];
}

/** A package as a lock file names it. @public */
export interface InstalledComponent {
  readonly name: string;
  readonly version: string;
  readonly integrity?: string;
  /** Where the lock file says it came from. */
  readonly resolved?: string;
}

/** @public */
export type ComponentProblemCode =
  | 'component/not-approved'
  | 'component/integrity-mismatch'
  | 'component/integrity-missing'
  | 'component/unsupported-source'
  | 'component/unreadable'
  | 'baseline/expired'
  | 'baseline/unusable';

/** @public */
export interface ComponentProblem {
  readonly code: ComponentProblemCode;
  readonly message: string;
  /** Package URL, when there is one. */
  readonly purl?: string;
}

/** @public */
export interface ComponentVerdict {
  readonly outcome: 'pass' | 'fail' | 'unknown';
  /** "All 91 packages are approved", "2 unknown packages". */
  readonly summary: string;
  readonly problems: readonly ComponentProblem[];
  readonly checked: number;
  readonly baselineRevision: string;
}
