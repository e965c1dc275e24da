import type {
  Band,
  DataClass,
  RegistrationChange,
} from '@micro-apps/governance-core';
import type { z } from 'zod';
import { pageFields, strictFields } from './fields';

/** `GET /v1/apps/:id/versions`. @public */
export const versionsQuery = strictFields({ ...pageFields() });
/** @public */
export type VersionsQuery = z.input<typeof versionsQuery>;

/** A registration as it was, and what was new in it. @public */
export interface VersionView {
  readonly version: number;
  readonly at: string;
  readonly changedBy: string;
  /** How it came in; not known of versions from the first days. */
  readonly via?: 'api' | 'template' | 'import' | 'repository';
  /** Against the version before, in plain words; empty for the first one. */
  readonly changes: readonly RegistrationChange[];
  /** It changed what an approval covers; not known of old versions. */
  readonly leftEnvelope?: boolean;
  readonly score?: number;
  readonly band?: Band;
  readonly effectiveClass?: DataClass;
}

/** @public */
export interface VersionsResponse {
  readonly items: readonly VersionView[];
  readonly nextCursor?: string;
}
