import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { enqueue } from '../kernel/outbox';
import { SYSTEM_ACTOR, type Actor, type NewId } from '../kernel/types';
import { insertLeaver, type LeaverRow } from './DatabaseLeavers';

/** Outbox topic, payload `{ leaverId, after? }`: the next apps of a leaver. */
export const LEAVER_LEFT = 'leaver.left';

/**
 * Somebody has left, in the caller's transaction: from its end on she is nobody
 * here, and what was hers is worked off. Once, however often it is found out.
 */
export async function leave(
  tx: Knex.Transaction,
  { newId }: { newId: NewId },
  found: Pick<
    LeaverRow,
    'person' | 'subject' | 'manager' | 'teams' | 'foundBy' | 'replaced'
  > & { by?: Actor; reason?: string; at: Date },
): Promise<string | undefined> {
  const { person, foundBy, replaced, by, reason, at } = found;
  const id = newId();
  const made = await insertLeaver(tx, {
    id,
    person,
    subject: found.subject,
    manager: found.manager,
    teams: found.teams,
    foundBy,
    replaced,
    reportedBy: by?.ref,
    reason,
    leftAt: at.toISOString(),
  });
  if (!made) return undefined;
  await appendAuditEntry(tx, {
    at,
    actor: by ?? SYSTEM_ACTOR,
    action: 'person.left',
    summary:
      foundBy === 'directory'
        ? 'The directory does not know an owner any more; her apps look for new owners'
        : 'Somebody has left; her apps look for new owners',
    details: { leaverId: id, foundBy, replaced },
    personal: { person, reason },
  });
  await enqueue(tx, {
    topic: LEAVER_LEFT,
    key: `${LEAVER_LEFT}:${id}`,
    group: id,
    payload: { leaverId: id },
    at,
  });
  return id;
}
