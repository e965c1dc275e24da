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
}
