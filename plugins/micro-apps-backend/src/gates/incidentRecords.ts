import {
  DEFAULT_INCIDENT_LIMITS,
  instantOf,
  type Incident,
  type Severity,
} from '@micro-apps/governance-core';

export const INCIDENTS = 'micro_apps_incidents';
export const INCIDENT_SEVERITIES = 'micro_apps_incident_severities';
export const INCIDENT_CAUSES = 'micro_apps_incident_causes';

/** A row of the incidents as both databases return it. */
export interface IncidentRecord {
  id: string;
  origin_id: string;
  app_id: string;
  title: string;
  what_happened: string;
  about_kind: string | null;
  about_name: string | null;
  detected_at: string;
  reported_at: string;
  reported_by: string;
  reported_by_subject: string | null;
  escalated_at: string | null;
  escalated_by: string | null;
  escalated_by_subject: string | null;
  post_mortem: string | null;
  post_mortem_at: string | null;
  post_mortem_by: string | null;
  suspension: string | null;
  suspension_reason: string | null;
  suspension_at: string | null;
  suspension_by: string | null;
  closed_at: string | null;
  closed_by: string | null;
  escalation_hours: number | string | null;
  root_cause_hours: number | string | null;
  reopened: number | string;
  queue_order: string | null;
}

/** A severity that an incident was given. */
export interface SeverityRecord {
  incident_id: string;
  severity: string;
  by_ref: string;
  by_subject: string | null;
  at: string;
  reason: string | null;
}

/** A version of causes and remedies, as it was received. */
export interface CausesRecord {
  incident_id: string;
  received_at: string;
  by_ref: string;
  causes: string;
  actions: string;
}

/**
 * The incident as the core's rules take it. What cannot be read never makes it
 * milder: the core takes an unknown severity, or none, for high, and one whose
 * end nobody can read is open.
 */
export function toIncident(
  record: IncidentRecord,
  parts: {
    severities: readonly SeverityRecord[];
    causes: readonly Pick<CausesRecord, 'received_at'>[];
  },
): Incident {
  const { closed_at: closedAt } = record;
  return {
    id: record.id,
    detectedAt: record.detected_at,
    reportedBy: record.reported_by,
    severities: parts.severities.map(({ severity, by_ref: by, at }) => ({
      severity: severity as Severity,
      by,
      at,
    })),
    escalatedAt: record.escalated_at ?? undefined,
    rootCauseReceivedAt: parts.causes.map(({ received_at: at }) => at),
    postMortemAt: record.post_mortem_at ?? undefined,
    suspensionDecidedAt: record.suspension_at ?? undefined,
    closedAt:
      closedAt !== null && !Number.isNaN(instantOf(closedAt))
        ? closedAt
        : undefined,
    limits: {
      escalation: Number(
        record.escalation_hours ?? DEFAULT_INCIDENT_LIMITS.escalation,
      ),
      rootCause: Number(
        record.root_cause_hours ?? DEFAULT_INCIDENT_LIMITS.rootCause,
      ),
    },
  };
}
