import { appendAuditEntry } from '../audit/appendAuditEntry';
import type { EndSearch } from '../kernel/parts';
import { endOrphan, openOrphan } from './DatabaseOrphans';
import { stopAsking } from './successionNotices';

const BECAUSE = {
  reassigned: 'The registration names another owner; nobody is asked any more',
  retired: 'The app is retired; nobody is asked any more to take it over',
} as const;

/** Where somebody has said yes, that is on record by then. */
export const endSearch: EndSearch = async (tx, { app, ended, actor, at }) => {
  const orphan = await openOrphan(tx, app.id);
  if (!orphan) return;
  await endOrphan(tx, {
    id: orphan.id,
    ended,
    by: actor.ref,
    newOwner: ended === 'reassigned' ? app.registration.owner : undefined,
    at: at.toISOString(),
  });
  await appendAuditEntry(tx, {
    at,
    actor,
    action: 'orphan.ended',
    appId: app.id,
    summary: BECAUSE[ended],
    details: { orphanId: orphan.id, outcome: ended },
  });
  await stopAsking(tx, orphan.id);
};
