import type { DataClass } from '../classification/dataClass';

/** Kinds of personal data, mildest first. Source: requirements R1, R3, R7. @public */
export const DATA_CATEGORIES = [
  'none',
  'names',
  'preferences',
  'contact',
  'location',
  'employment',
  'financial',
  'identity-documents',
  'health',
  'biometric',
  'beliefs',
  'children',
] as const;
/** @public */
export type DataCategory = (typeof DATA_CATEGORIES)[number];

/** How many people the data is about. @public */
export const DATA_VOLUMES = [
  'under-100',
  'under-1000',
  'under-10000',
  'over-10000',
] as const;
/** @public */
export type DataVolume = (typeof DATA_VOLUMES)[number];

/** @public */
export const AUDIENCES = ['self', 'team', 'company', 'public'] as const;
/** Who may use the app. @public */
export type Audience = (typeof AUDIENCES)[number];

/** @public */
export const HOSTINGS = ['sandbox', 'company', 'external'] as const;
/** Where it runs in production use. @public */
export type Hosting = (typeof HOSTINGS)[number];

/** Longest window that a registration may name, in days. Source: requirements R8. @public */
export const MAX_RETENTION_DAYS = 3650;

/** Whether a number of days is a retention window: whole, from 1 to 3650. @public */
export function isRetentionWindow(days: unknown): days is number {
  return (
    typeof days === 'number' &&
    Number.isInteger(days) &&
    days >= 1 &&
    days <= MAX_RETENTION_DAYS
  );
}

/** One personal-data category and how many people it is about. @public */
export interface DataType {
  readonly category: DataCategory;
  readonly volume: DataVolume;
}

/**
 * What a maker says of an app; the registry adds id, history and assessment.
 * Source: requirements R1.
 * @public
 */
export interface Registration {
  readonly name: string;
  readonly purpose: string;
  /** User entity reference, e.g. `user:default/maya`. */
  readonly owner: string;
  /** Second owner, a User. */
  readonly successor?: string;
  /** Group entity reference. */
  readonly businessUnit: string;
  readonly audience: Audience;
  readonly classification: DataClass;
  /** Empty means: no personal data. */
  readonly dataTypes: readonly DataType[];
  /** Share of code written by AI, 0 to 100 percent. */
  readonly aiGeneratedShare?: number;
  /** OAuth scopes from the integration catalog. */
  readonly scopes: readonly string[];
  readonly vendors: readonly string[];
  /** Third-party libraries the maker knows of (package names). */
  readonly libraries: readonly string[];
  /** https URLs or host names the app calls. */
  readonly endpoints: readonly string[];
  readonly hosting: Hosting;
  /** Days that data is kept, counted from receipt. */
  readonly retentionDays: number;
  readonly decommissionPlan: string;
}
