import type { EvidenceKind } from '../controls/control';

/**
 * `pipeline`: a verified CI workflow; `portal-runner`: the portal's own job;
 * `portal-form`: a signed-in person in the portal (attestation, document);
 * `self-reported`: shown, never satisfies a gate. Source: architecture, Evidence provenance.
 * @public
 */
export type Provenance =
  | 'pipeline'
  | 'portal-runner'
  | 'portal-form'
  | 'self-reported';

/** Why a proof is shown and counts for nothing. @public */
export const SET_ASIDE_CODES = [
  'other-repository',
  'other-branch',
  'proposed-change',
  'workflow-not-listed',
  'workflow-not-pinned',
  'tool-not-listed',
  'same-results',
  'older-run',
  'scanner-delivery',
] as const;
/** @public */
export type SetAsideCode = (typeof SET_ASIDE_CODES)[number];

/** Said of a proof that is kept for people to see. @public */
export interface SetAside {
  readonly code: SetAsideCode;
  /** A plain sentence. */
  readonly because: string;
}

/** The run that made a proof, as the pipeline's verified token names it. @public */
export interface PipelineSource {
  /** `acme/where2eat`. */
  readonly repository: string;
  /** File and version of the workflow: `acme/ci/scan.yml@refs/tags/v1`. */
  readonly workflow: string;
  /** `refs/heads/main`. */
  readonly ref: string;
  readonly event: string;
  readonly runId: string;
  /** Counts the runs; a later run has a higher number. */
  readonly runNumber: number;
  /** From 1; a run that is started again counts on. */
  readonly runAttempt: number;
  /** The same for runs that are numbered together; opaque. */
  readonly line?: string;
}

/** @public */
export interface EvidenceProblem {
  /** Stable rule id of the tool, e.g. `component/not-approved`. */
  readonly code: string;
  readonly level: 'error' | 'warning' | 'note';
  readonly message: string;
  readonly location?: string;
}

/** A stored proof. Instants are ISO 8601 UTC. @public */
export interface Evidence {
  readonly id: string;
  readonly kind: EvidenceKind;
  readonly provenance: Provenance;
  readonly tool: { readonly name: string; readonly version?: string };
  /** `pass` needs a completed run; anything a tool could not tell is `unknown`. */
  readonly outcome: 'pass' | 'fail' | 'unknown';
  readonly summary: string;
  readonly problems: readonly EvidenceProblem[];
  readonly commit?: string;
  readonly lockDigest?: string;
  readonly environment?: string;
  readonly envelopeHash?: string;
  readonly receivedAt: string;
  /** Evidence may end before its control's freshness does. */
  readonly expiresAt?: string;
  /** Person who attested or reviewed (entity reference). */
  readonly by?: string;
  /** Set when it counts for nothing, whatever its provenance. */
  readonly setAside?: SetAside;
  readonly pipeline?: PipelineSource;
}
