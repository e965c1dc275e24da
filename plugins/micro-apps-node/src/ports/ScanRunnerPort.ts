import type {
  EvidenceKind,
  EvidenceProblem,
  Integration,
  Registration,
} from '@micro-apps/governance-core';

/** @public */
export interface ScanResult {
  readonly kind: EvidenceKind;
  readonly tool: { readonly name: string; readonly version?: string };
  readonly outcome: 'pass' | 'fail' | 'unknown';
  /** One plain sentence: "3 of 84 packages are not on the approved list". */
  readonly summary: string;
  readonly problems: readonly EvidenceProblem[];
  /** SARIF 2.1.0 log. */
  readonly sarif: unknown;
  readonly lockDigest?: string;
  /** When the proof itself ends (baseline expiry), ISO 8601. */
  readonly expiresAt?: string;
}

/** What the backend, not the maker, chose to scan. @public */
export interface ScanJob {
  readonly id: string;
  readonly appId: string;
  readonly commit: string;
  readonly registration: Registration;
  readonly integrations: readonly Integration[];
}

/** Runs scans in a clean checkout; results come back over this call only. @public */
export interface ScanRunnerPort {
  /**
   * Resolves with one result for each kind it is responsible for, `unknown`
   * where a tool could not tell. Rejects only when the job could not run at all.
   */
  run(
    job: ScanJob,
    options: {
      onProgress: (step: string, done: number, total: number) => void;
      signal?: AbortSignal;
    },
  ): Promise<readonly ScanResult[]>;
}
