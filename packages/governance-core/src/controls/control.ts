import type { Gate } from '../decisions/decision';

/** What can count as proof. @public */
export const EVIDENCE_KINDS = [
  'component-scan',
  'vulnerability-scan',
  'integration-scan',
  'dynamic-scan',
  'header-scan',
  'access-probe',
  'log-check',
  'privacy-notice-check',
  'owner-attestation',
  'security-review',
  'incident-response-plan',
  'encryption-statement',
  'dlp-report',
] as const;
/** @public */
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** One entry of the control catalogue. Source: requirements R2-R11. @public */
export interface ControlDefinition {
  /** Kebab case, stable: `dynamic-security-scan`. */
  readonly id: string;
  /** A few plain words: "Dynamic security scan". */
  readonly title: string;
  readonly statement: string;
  readonly why: string;
  /** What the maker does to meet it, in plain words. */
  readonly howToSatisfy: string;
  /** `facts`: read off the registration; `evidence`: needs every kind listed. */
  readonly satisfiedBy: 'facts' | 'evidence';
  readonly evidenceKinds: readonly EvidenceKind[];
  /** Days that evidence counts; absent: until commit or envelope changes. */
  readonly freshnessDays?: number;
  /** `commit`: evidence must be of the commit that ships; `envelope`: of the same envelope. */
  readonly boundTo: 'commit' | 'envelope' | 'app';
  /** Gates that need it. */
  readonly gates: readonly Gate[];
  /** Who acts next when it is open. */
  readonly actor: 'runner' | 'owner' | 'security' | 'privacy' | 'nobody-yet';
  /** For controls that nothing can satisfy yet: what they wait for. */
  readonly waitsFor?: string;
  readonly source: string;
}

/** A control that this app has to meet, and why. @public */
export interface RequiredControl {
  readonly control: ControlDefinition;
  readonly because: string;
}
