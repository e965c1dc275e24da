import { CHANGE_REQUEST_TABLE, transition } from '@micro-apps/governance-core';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import type { ApprovalsPart } from '../kernel/parts';
import { overrideOf } from './DatabaseOverrides';
import { moveRequest, standingRequests } from './DatabaseRequests';
import { stopReminders } from './reminders';

/**
 * Voids what no longer fits: an undecided request after any change of the
 * registration that leaves its envelope, and an approval whose envelope was
 * left (reliability P4). A change inside the envelope voids nothing.
 */
export const envelopeChanged: ApprovalsPart['envelopeChanged'] = async (
  tx,
  { before, after, actor, at },
) => {
  if (before.envelopeHash === after.envelopeHash) return;
  for (const request of await standingRequests(tx, after.id)) {
    if (request.envelopeHash === after.envelopeHash) continue;
    const moved = transition(CHANGE_REQUEST_TABLE, request.state, 'void');
    if (!moved.ok) continue;
    const override = await overrideOf(tx, request);
    const won = await moveRequest(tx, request, {
      state: moved.value,
      at: at.toISOString(),
      // Changing the app does not spare an emergency its second look.
      lookedAtUntil: override?.review ? undefined : override?.dueAt,
    });
    // The app's lock makes this impossible; throwing undoes the change.
    if (!won) throw new Error(`Request ${request.id} moved under its lock`);
    // The second look at an emergency stays due.
    if (request.state !== 'approved') await stopReminders(tx, request);
    await appendAuditEntry(tx, {
      at,
      actor,
      action: 'request.void',
      appId: after.id,
      summary:
        request.state === 'approved'
          ? 'The approval ended: the app changed beyond what it covers'
          : 'The approval request ended: the app changed beyond what it was about',
      details: {
        requestId: request.id,
        before: request.envelopeHash,
        after: after.envelopeHash,
      },
    });
  }
};
