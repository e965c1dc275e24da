import type { Gate } from '../decisions/decision';
import type { Condition } from './condition';

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
  'pii-scan-report',
  'privacy-impact-assessment',
  'key-custody-statement',
  'consent-check',
  'children-safeguards',
  'minimisation-report',
  'peer-review',
  'penetration-test',
  'key-rotation-report',
  'disposition-log',
  'egress-report',
  'rate-limit-report',
  'storage-check',
  'telemetry-report',
  'revocation-rule-report',
  'notice-and-consent-record',
  'decommission-plan',
] as const;
/** @public */
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/**
 * Ids of public catalogues that a control answers to, where one fits: OWASP
 * Low-Code/No-Code Top 10 (2022), OWASP Citizen Development Top 10, OWASP ASVS
 * 5.0, NIST Cybersecurity Framework 2.0.
 * @public
 */
export interface ControlMappings {
  /** `LCNC-SEC-01` to `LCNC-SEC-10`. */
  readonly owaspLcnc?: readonly string[];
  /** `CD-SEC-01` to `CD-SEC-10`. */
  readonly owaspCitizen?: readonly string[];
  /** `V8.2.1`. */
  readonly asvs5?: readonly string[];
  /** `PR.AA-01`. */
  readonly nistCsf2?: readonly string[];
}

/** When a control is required, and the reason that is given. @public */
export interface RequirementRule {
  readonly when: Condition;
  /** A plain sentence; may hold `{words}`, see `fillWords`. */
  readonly because: string;
}

/** What facts say of a control. @public */
export interface FactReading {
  readonly when: Condition;
  readonly state: 'satisfied' | 'not-satisfied';
  readonly because: string;
}

/** One entry of the control catalogue, all of it data. Source: requirements R2-R12. @public */
export interface ControlDefinition {
  /** Kebab case, stable: `dynamic-security-scan`. */
  readonly id: string;
  /** A few plain words: "Dynamic security scan". */
  readonly title: string;
  readonly statement: string;
  readonly why: string;
  /** What the maker does to meet it, in plain words. */
  readonly howToSatisfy: string;
  /** Which apps need it, in plain words for the page. */
  readonly neededFor: string;
  /** What happens when it is checked, for the page. */
  readonly checked: string;
  /** The first rule that holds makes it required; one that is unknown holds. */
  readonly requiredWhen: readonly RequirementRule[];
  /**
   * `facts`: read off the registration; `records`: read off what the portal
   * knows of the running app; `evidence`: needs every kind listed.
   */
  readonly satisfiedBy: 'facts' | 'records' | 'evidence';
  /** For facts and records: the first that holds is the verdict. */
  readonly readings?: readonly FactReading[];
  readonly evidenceKinds: readonly EvidenceKind[];
  /** Days that evidence counts; absent: until commit or envelope changes. */
  readonly freshnessDays?: number;
  /** `commit`: evidence must be of the commit that ships; `envelope`: of the same envelope. */
  readonly boundTo: 'commit' | 'envelope' | 'app';
  /** Gates that need it; at `retire` it is an obligation, never a closed door. */
  readonly gates: readonly Gate[];
  /** Who acts next when it is open. */
  readonly actor:
    | 'runner'
    | 'owner'
    | 'security'
    | 'privacy'
    | 'it'
    | 'nobody-yet';
  /** For controls that nothing can satisfy yet: what they wait for. */
  readonly waitsFor?: string;
  /**
   * Set where no exception may ever lift it (R10): a duty by law, what the
   * class asks for at least, what people have to agree to, or what makes up
   * for exceptions itself.
   */
  readonly neverExcepted?:
    | 'legal-duty'
    | 'class-floor'
    | 'approval'
    | 'compensation';
  readonly mappings: ControlMappings;
  readonly source: string;
}

/** A control that this app has to meet, and why. @public */
export interface RequiredControl {
  readonly control: ControlDefinition;
  readonly because: string;
}
