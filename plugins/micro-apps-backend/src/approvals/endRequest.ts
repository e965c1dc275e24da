import {
  accept,
  CHANGE_REQUEST_TABLE,
  transition,
  type Result,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import type { Actor } from '../kernel/types';
import type { RequestRow } from '../gates/requestRecords';
import { moveRequest, undecidedRequest } from './DatabaseRequests';
import { stopReminders } from './reminders';

/**
 * Ends the undecided request about something, because what it asked for is no
 * longer there; in the caller's transaction, which has locked the subject.
 * Nothing happens when there is none. What follows is the caller's business.
 */
export async function endRequest(
  tx: Knex.Transaction,
  options: Pick<RequestRow, 'kind' | 'subjectId'> & {
    /** One plain sentence for the history. */
    because: string;
    actor: Actor;
    at: Date;
  },
): Promise<Result<true>> {
  const { because, actor, at } = options;
  const request = await undecidedRequest(tx, options);
  if (!request) return accept(true);
  const moved = transition(CHANGE_REQUEST_TABLE, request.state, 'void');
  if (!moved.ok) return moved;
  const won = await moveRequest(tx, request, {
    state: moved.value,
    at: at.toISOString(),
  });
  // The subject's lock makes this impossible; throwing undoes the change.
  if (!won) throw new Error(`Request ${request.id} moved under its lock`);
  await stopReminders(tx, request);
  await appendAuditEntry(tx, {
    at,
    actor,
    action: 'request.void',
    appId: request.appId || undefined,
    summary: because,
    details: { requestId: request.id },
  });
  return accept(true);
}
