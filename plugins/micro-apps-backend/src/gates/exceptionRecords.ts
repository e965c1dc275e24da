import type {
  Compensation,
  ExceptionApprover,
  GrantedException,
} from '@micro-apps/governance-core';

export const EXCEPTIONS = 'micro_apps_exceptions';

/** What was decided; that a granted one has ended is told by comparing instants. */
export type ExceptionState =
  | 'asked'
  | 'granted'
  | 'refused'
  | 'withdrawn'
  | 'void';

/** A row of the ledger as both databases return it. */
export interface ExceptionRecord {
  id: string;
  app_id: string;
  control_id: string;
  state: string;
  open_key: string | null;
  reason: string;
  compensation: string;
  proof_ends_at: string | null;
  asked_starts_at: string;
  starts_at: string;
  ends_at: string;
  requested_by: string;
  requested_by_subject: string | null;
  requested_at: string;
  request_id: string | null;
  renewal: number | string | null;
  granted_by: string | null;
  granted_by_subject: string | null;
  granted_as: string | null;
  granted_at: string | null;
  closed_at: string | null;
  revoked_by: string | null;
  revoked_by_subject: string | null;
  revoked_at: string | null;
  revoke_reason: string | null;
}

/** One exception, from the moment it is asked for. */
export interface ExceptionRow {
  readonly id: string;
  readonly appId: string;
  readonly controlId: string;
  readonly state: ExceptionState;
  readonly reason: string;
  readonly compensation: Compensation;
  readonly askedStartsAt: string;
  /** When it began or will begin; not before it was granted. */
  readonly startsAt: string;
  readonly endsAt: string;
  readonly requestedBy: string;
  readonly requestedBySubject?: string;
  readonly requestedAt: string;
  readonly requestId?: string;
  readonly renewal?: number;
  readonly grantedBy?: string;
  readonly grantedAs?: ExceptionApprover;
  readonly grantedAt?: string;
  readonly closedAt?: string;
  readonly revokedBy?: string;
  readonly revokedAt?: string;
  readonly revokeReason?: string;
}

/** Reads one record. */
export function toExceptionRow(record: ExceptionRecord): ExceptionRow {
  const kept: Omit<Compensation, 'evidenceExpiresAt'> = JSON.parse(
    record.compensation,
  );
  return {
    id: record.id,
    appId: record.app_id,
    controlId: record.control_id,
    state: record.state as ExceptionState,
    reason: record.reason,
    compensation: {
      ...kept,
      ...(record.proof_ends_at && { evidenceExpiresAt: record.proof_ends_at }),
    },
    askedStartsAt: record.asked_starts_at,
    startsAt: record.starts_at,
    endsAt: record.ends_at,
    requestedBy: record.requested_by,
    requestedBySubject: record.requested_by_subject ?? undefined,
    requestedAt: record.requested_at,
    requestId: record.request_id ?? undefined,
    renewal: record.renewal === null ? undefined : Number(record.renewal),
    grantedBy: record.granted_by ?? undefined,
    grantedAs: (record.granted_as as ExceptionApprover | null) ?? undefined,
    grantedAt: record.granted_at ?? undefined,
    closedAt: record.closed_at ?? undefined,
    revokedBy: record.revoked_by ?? undefined,
    revokedAt: record.revoked_at ?? undefined,
    revokeReason: record.revoke_reason ?? undefined,
  };
}

/**
 * The row as the core's rules take it; `undefined` for what nobody granted, or
 * where the row does not say who did.
 */
export function toGranted(row: ExceptionRow): GrantedException | undefined {
  const { state, renewal, grantedBy, grantedAs, grantedAt } = row;
  if (state !== 'granted' || renewal === undefined) return undefined;
  if (!grantedBy || !grantedAs || !grantedAt) return undefined;
  return {
    id: row.id,
    appId: row.appId,
    controlId: row.controlId,
    reason: row.reason,
    compensation: row.compensation,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    requestedBy: row.requestedBy,
    renewal,
    grantedBy,
    grantedAs,
    grantedAt,
    ...(row.revokedAt !== undefined && { revokedAt: row.revokedAt }),
  };
}
