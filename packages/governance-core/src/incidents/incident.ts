/** Mildest first. @public */
export const SEVERITIES = ['low', 'medium', 'high'] as const;
/** @public */
export type Severity = (typeof SEVERITIES)[number];

/** The numbers of requirement R9, in hours. @public */
export interface IncidentLimits {
  readonly escalation: number;
  readonly rootCause: number;
}

/** @public */
export const DEFAULT_INCIDENT_LIMITS: IncidentLimits = {
  escalation: 2,
  rootCause: 72,
};

/** Something that went wrong. Instants are the server's, ISO 8601, never edited. @public */
export interface Incident {
  readonly id: string;
  /** When it was noticed. */
  readonly detectedAt: string;
  readonly reportedBy: string;
  /** Every severity it was given, in order; the first when it was reported. */
  readonly severities: readonly {
    readonly severity: Severity;
    readonly by: string;
    readonly at: string;
  }[];
  readonly escalatedAt?: string;
  /** When each version of the causes and remedies was received. */
  readonly rootCauseReceivedAt: readonly string[];
  readonly postMortemAt?: string;
  /** Whether the app is suspended: the decision, not its outcome. */
  readonly suspensionDecidedAt?: string;
  readonly closedAt?: string;
  /** Those of when it was reported; the shipped ones where left out. */
  readonly limits?: IncidentLimits;
}

/** @public */
export type IncidentClockName = 'escalation' | 'root-cause';

/** One deadline. @public */
export interface IncidentClock {
  readonly name: IncidentClockName;
  /** ISO instant, UTC. */
  readonly dueAt: string;
  /** `late`: done, but after it was due. */
  readonly state: 'running' | 'met' | 'late' | 'overdue';
  readonly doneAt?: string;
}

/** A deadline that was missed. @public */
export interface Breach {
  readonly incidentId: string;
  readonly clock: IncidentClockName;
  /** When it was due: that is when it was missed, whenever somebody looked. */
  readonly at: string;
  readonly noticedAt: string;
}
