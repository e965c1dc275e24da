import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import type { ExceptionRow } from '../gates/exceptionRecords';
import type { CommandContext } from '../kernel/commands';
import type { AppRow } from '../registry/AppStore';
import { revokeRow } from './DatabaseExceptions';
import { controlTitle } from './whatIsAsked';

/**
 * Ends a granted exception before its time, with its entry in the audit log, in
 * the transaction that has locked the app.
 *
 * @returns `false` when somebody has done so already
 */
export async function endGranted(
  tx: Knex.Transaction,
  options: {
    app: AppRow;
    row: ExceptionRow;
    reason: string;
    context: Pick<CommandContext, 'actor' | 'now'>;
  },
): Promise<boolean> {
  const { app, row, reason, context } = options;
  const { actor, now } = context;
  const revoked = await revokeRow(tx, {
    id: row.id,
    by: actor.ref,
    bySubject: actor.subject,
    at: now.toISOString(),
    reason,
  });
  if (!revoked) return false;
  await appendAuditEntry(tx, {
    at: now,
    actor,
    action: 'exception.revoked',
    appId: app.id,
    summary: `Exception from "${controlTitle(
      row.controlId,
    )}" ended before its time`,
    details: {
      exceptionId: row.id,
      controlId: row.controlId,
      endsAt: row.endsAt,
    },
    personal: { reason },
  });
  return true;
}
