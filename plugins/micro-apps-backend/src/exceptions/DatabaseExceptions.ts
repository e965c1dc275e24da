import type { GrantedException } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import {
  EXCEPTIONS,
  toExceptionRow,
  type ExceptionRecord,
  type ExceptionRow,
} from '../gates/exceptionRecords';
import type { Connection } from '../registry/AppStore';

/** What somebody asks for, as it is written down. */
export type AskedException = Pick<
  ExceptionRow,
  | 'id'
  | 'appId'
  | 'controlId'
  | 'reason'
  | 'compensation'
  | 'askedStartsAt'
  | 'endsAt'
  | 'requestedBy'
  | 'requestedBySubject'
  | 'requestedAt'
>;

/**
 * Writes what is asked for. Throws the database's UNIQUE error when the same
 * app has asked for an exception from the same control and nobody has decided.
 */
export async function insertException(
  tx: Knex.Transaction,
  asked: AskedException & { readonly requestId: string },
): Promise<void> {
  const { evidenceExpiresAt, ...compensation } = asked.compensation;
  await tx(EXCEPTIONS).insert({
    id: asked.id,
    app_id: asked.appId,
    control_id: asked.controlId,
    state: 'asked',
    open_key: `${asked.appId}:${asked.controlId}`,
    reason: asked.reason,
    compensation: JSON.stringify(compensation),
    proof_ends_at: evidenceExpiresAt ?? null,
    asked_starts_at: asked.askedStartsAt,
    starts_at: asked.askedStartsAt,
    ends_at: asked.endsAt,
    requested_by: asked.requestedBy,
    requested_by_subject: asked.requestedBySubject ?? null,
    requested_at: asked.requestedAt,
    request_id: asked.requestId,
  });
}

/** One exception, or `undefined`. */
export async function getException(
  connection: Connection,
  id: string,
): Promise<ExceptionRow | undefined> {
  const record = await connection<ExceptionRecord>(EXCEPTIONS)
    .where({ id })
    .first();
  return record && toExceptionRow(record);
}

/** Every exception of an app, whatever became of it, the newest first. */
export async function exceptionsOfApp(
  connection: Connection,
  appId: string,
): Promise<readonly ExceptionRow[]> {
  const records = await connection<ExceptionRecord>(EXCEPTIONS)
    .where({ app_id: appId })
    .orderBy([
      { column: 'requested_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ]);
  return records.map(toExceptionRow);
}

/** Turns what was asked into a grant; `false` when it was decided already. */
export async function grantRow(
  tx: Knex.Transaction,
  granted: GrantedException & { readonly grantedBySubject?: string },
): Promise<boolean> {
  const changed = await tx(EXCEPTIONS)
    .where({ id: granted.id, state: 'asked' })
    .update({
      state: 'granted',
      open_key: null,
      starts_at: granted.startsAt,
      proof_ends_at: granted.compensation.evidenceExpiresAt ?? null,
      renewal: granted.renewal,
      granted_by: granted.grantedBy,
      granted_by_subject: granted.grantedBySubject ?? null,
      granted_as: granted.grantedAs,
      granted_at: granted.grantedAt,
      closed_at: granted.grantedAt,
    });
  return changed === 1;
}

/** Ends what was asked without a grant; `false` when it was decided already. */
export async function closeRow(
  tx: Knex.Transaction,
  options: {
    id: string;
    state: 'refused' | 'withdrawn' | 'void';
    at: string;
  },
): Promise<boolean> {
  const changed = await tx(EXCEPTIONS)
    .where({ id: options.id, state: 'asked' })
    .update({ state: options.state, open_key: null, closed_at: options.at });
  return changed === 1;
}

/** Ends a grant before its time; `false` when somebody has done so already. */
export async function revokeRow(
  tx: Knex.Transaction,
  options: {
    id: string;
    by: string;
    bySubject?: string;
    at: string;
    reason: string;
  },
): Promise<boolean> {
  const changed = await tx(EXCEPTIONS)
    .where({ id: options.id, state: 'granted' })
    .whereNull('revoked_at')
    .update({
      revoked_by: options.by,
      revoked_by_subject: options.bySubject ?? null,
      revoked_at: options.at,
      revoke_reason: options.reason,
    });
  return changed === 1;
}
