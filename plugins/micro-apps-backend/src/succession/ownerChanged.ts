import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import type { Actor } from '../kernel/types';
import type { AppRow } from '../registry/AppStore';
import { endOrphan, openOrphan } from './DatabaseOrphans';
import { stopAsking } from './successionNotices';

/**
 * In the transaction that gives an app another owner in the registration form:
 * nobody has to be asked any more. Where somebody has said yes that is on
 * record by then.
 */
export async function ownerChanged(
  tx: Knex.Transaction,
  change: { after: AppRow; actor: Actor; at: Date },
): Promise<void> {
  const { after, actor, at } = change;
  const orphan = await openOrphan(tx, after.id);
  if (!orphan) return;
  await endOrphan(tx, {
    id: orphan.id,
    ended: 'reassigned',
    by: actor.ref,
    newOwner: after.registration.owner,
    at: at.toISOString(),
  });
  await appendAuditEntry(tx, {
    at,
    actor,
    action: 'orphan.ended',
    appId: after.id,
    summary: 'The registration names another owner; nobody is asked any more',
    details: { orphanId: orphan.id, outcome: 'reassigned' },
  });
  await stopAsking(tx, orphan.id);
}
