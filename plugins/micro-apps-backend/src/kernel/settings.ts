import type { ApproverRole } from '@micro-apps/governance-core';

/** One place where apps can run. */
export interface EnvironmentSetting {
  readonly name: string;
  readonly dataKind: 'sanitised' | 'real';
  /** Gate to pass before anything runs there; `none` for the sandbox. */
  readonly gate: 'none' | 'promote';
}

/** What an installation configures under `microApps`. */
export interface Settings {
  /** Role to group references, normalised. */
  readonly approvers: Readonly<Record<ApproverRole, readonly string[]>>;
  /** Group references, normalised. */
  readonly administrators: readonly string[];
  readonly oneApproverInMedium: boolean;
  readonly environments: readonly EnvironmentSetting[];
}
