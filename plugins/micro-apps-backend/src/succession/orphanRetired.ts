import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import type { Actor } from '../kernel/types';
import type { AppRow } from '../registry/AppStore';
import { endOrphan, openOrphan } from './DatabaseOrphans';
import { stopAsking } from './successionNotices';

/** In the transaction that ends an app: nobody has to take it over any more. */
export async function orphanRetired(
  tx: Knex.Transaction,
  { app, actor, at }: { app: AppRow; actor: Actor; at: Date },
): Promise<void> {
  const orphan = await openOrphan(tx, app.id);
  if (!orphan) return;
  await endOrphan(tx, {
    id: orphan.id,
    ended: 'retired',
    by: actor.ref,
    at: at.toISOString(),
  });
  await appendAuditEntry(tx, {
    at,
    actor,
    action: 'orphan.ended',
    appId: app.id,
    summary: 'The app is retired; nobody is asked to take it over any more',
    details: { orphanId: orphan.id, outcome: 'retired' },
  });
  await stopAsking(tx, orphan.id);
}
