import type { AuditorService } from '@backstage/backend-plugin-api';
import type { BackendDeps } from '../kernel/deps';
import type { Settings } from '../kernel/settings';
import { AUDIT_WRITTEN } from './appendAuditEntry';
import { readAuditEvent, type AuditEvent } from './DatabaseEntries';

/**
 * Shows every entry to Backstage's auditor after commit, in order, at least
 * once. That auditor only logs; the truth stays in the chain. Facts only: words
 * never, and who acted only where the settings say so, since a log cannot
 * forget anybody.
 */
export function mirrorAudit(
  {
    database,
    outbox,
    settings,
  }: Pick<BackendDeps, 'database' | 'outbox'> & {
    settings: Pick<Settings, 'audit'>;
  },
  auditor: AuditorService,
): void {
  const mirrorsPeople = settings.audit?.mirrorPeople === true;
  outbox.on(AUDIT_WRITTEN, async ({ seq, facts }) => {
    const entry =
      facts && !mirrorsPeople
        ? (facts as AuditEvent)
        : await readAuditEvent(database.knex, Number(seq));
    if (!entry) return;
    const { action, actor, details, ...rest } = entry;
    const meta = {
      ...rest,
      ...(mirrorsPeople && { actor }),
      details: JSON.parse(details),
    };
    const event = await auditor.createEvent({
      eventId: action.replaceAll('.', '-'),
      severityLevel: action === 'person.erased' ? 'high' : 'medium',
      meta,
    });
    // What was tried and did not happen shows as failed there.
    if (action === 'decision.refused') {
      await event.fail({ error: new Error(action) });
    } else {
      await event.success();
    }
  });
}
