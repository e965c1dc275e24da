import type { Breach, Incident, Severity } from '@micro-apps/governance-core';
import type {
  IncidentCauseKind,
  IncidentCauses,
  SuspensionDecision,
} from '@micro-apps/plugin-micro-apps-common';
import {
  toIncident,
  type CausesRecord,
  type IncidentRecord,
  type SeverityRecord,
} from '../gates/incidentRecords';

/** One incident with everything that was said of it. */
export interface IncidentRow {
  /** As the core's rules take it. */
  readonly incident: Incident;
  readonly id: string;
  readonly originId: string;
  readonly appId: string;
  readonly title: string;
  readonly whatHappened: string;
  readonly about?: { readonly kind: IncidentCauseKind; readonly name: string };
  readonly reportedAt: string;
  readonly reportedBy: string;
  readonly reportedBySubject?: string;
  readonly severities: readonly {
    readonly severity: Severity;
    readonly by: string;
    readonly bySubject?: string;
    readonly at: string;
    readonly reason?: string;
  }[];
  readonly escalatedBy?: string;
  /** Oldest first. */
  readonly causes: readonly IncidentCauses[];
  readonly postMortem?: { at: string; by: string; text: string };
  readonly suspension?: {
    decision: SuspensionDecision;
    at: string;
    by: string;
    reason: string;
  };
  readonly closedBy?: string;
  readonly reopened: number;
  readonly breaches: readonly Breach[];
}

/** Reads one record with its parts, each oldest first. */
export function toIncidentRow(
  record: IncidentRecord,
  parts: {
    severities: readonly SeverityRecord[];
    causes: readonly CausesRecord[];
    breaches: readonly Breach[];
  },
): IncidentRow {
  const { post_mortem: text, post_mortem_at: heldAt } = record;
  const { suspension: decision, suspension_at: decidedAt } = record;
  return {
    incident: toIncident(record, parts),
    id: record.id,
    originId: record.origin_id,
    appId: record.app_id,
    title: record.title,
    whatHappened: record.what_happened,
    about:
      record.about_kind === null || record.about_name === null
        ? undefined
        : {
            kind: record.about_kind as IncidentCauseKind,
            name: record.about_name,
          },
    reportedAt: record.reported_at,
    reportedBy: record.reported_by,
    reportedBySubject: record.reported_by_subject ?? undefined,
    severities: parts.severities.map(each => ({
      severity: each.severity as Severity,
      by: each.by_ref,
      bySubject: each.by_subject ?? undefined,
      at: each.at,
      reason: each.reason ?? undefined,
    })),
    escalatedBy: record.escalated_by ?? undefined,
    causes: parts.causes.map(each => ({
      receivedAt: each.received_at,
      by: each.by_ref,
      causes: each.causes,
      actions: JSON.parse(each.actions),
    })),
    postMortem:
      text === null || heldAt === null
        ? undefined
        : { text, at: heldAt, by: record.post_mortem_by ?? '' },
    suspension:
      decision === null || decidedAt === null
        ? undefined
        : {
            decision: decision as SuspensionDecision,
            at: decidedAt,
            by: record.suspension_by ?? '',
            reason: record.suspension_reason ?? '',
          },
    closedBy: record.closed_by ?? undefined,
    reopened: Number(record.reopened),
    breaches: parts.breaches,
  };
}
