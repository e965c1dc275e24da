import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { enqueue } from '../kernel/outbox';
import { SYSTEM_ACTOR, type Actor } from '../kernel/types';
import { endLeaver, type LeaverRow } from './DatabaseLeavers';
import type { SuccessionDeps } from './successionDeps';

/** Outbox topic, payload `{ leaverId }`: what she owned is hers again. */
export const LEAVER_RETURNED = 'leaver.returned';

/**
 * Somebody is back, in the caller's transaction: she can sign in at once, and
 * every app that nobody has taken over is hers again; what was asked and
 * answered meanwhile stays on record (reliability E2).
 */
export async function returnPerson(
  tx: Knex.Transaction,
  { newId }: Pick<SuccessionDeps, 'newId'>,
  back: { leaver: LeaverRow; by?: Actor; reason?: string; at: Date },
): Promise<void> {
  const { leaver, by, reason, at } = back;
  await endLeaver(tx, leaver.id, {
    at: at.toISOString(),
    by: by?.ref,
    reason,
  });
  await appendAuditEntry(tx, {
    at,
    actor: by ?? SYSTEM_ACTOR,
    action: 'person.returned',
    summary:
      'Somebody is back; the apps that nobody has taken over are hers again',
    details: { leaverId: leaver.id },
    personal: { person: leaver.person, reason },
  });
  await enqueue(tx, {
    topic: LEAVER_RETURNED,
    key: `${LEAVER_RETURNED}:${leaver.id}:${newId()}`,
    // After what her leaving has begun.
    group: leaver.id,
    payload: { leaverId: leaver.id },
    at,
  });
}
