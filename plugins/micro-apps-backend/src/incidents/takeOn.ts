import { incidentClocks } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import type { CommandContext } from '../kernel/commands';
import type { AppRow } from '../registry/AppStore';
import { updateIncident } from './DatabaseIncidents';
import { noteClocks } from './incidentClock';
import type { StepEntry } from './incidentCommand';
import { cancelReminder } from './incidentNotices';
import type { IncidentRow } from './incidentRow';

/**
 * Passes an incident on to who takes it on, at this instant by the server's
 * clock; the owner's time begins with it (requirements R9).
 *
 * @returns the entry for the history, and until when the causes are due
 */
export async function takeOn(
  tx: Knex.Transaction,
  options: {
    app: AppRow;
    row: IncidentRow;
    context: Pick<CommandContext, 'actor' | 'now'>;
  },
): Promise<{ entry: StepEntry; causesDueAt: string | undefined }> {
  const { app, row, context } = options;
  const { actor, now: at } = context;
  const escalatedAt = at.toISOString();
  await updateIncident(tx, row.id, {
    escalated_at: escalatedAt,
    escalated_by: actor.ref,
    escalated_by_subject: actor.subject ?? null,
  });
  const taken = { ...row, incident: { ...row.incident, escalatedAt } };
  const [, rootCause] = incidentClocks({
    incident: taken.incident,
    now: escalatedAt,
  });
  const causesDueAt = rootCause?.dueAt;
  await cancelReminder(tx, row.id, 'escalation');
  await noteClocks(tx, { app, row: taken, only: ['root-cause'], at });
  return {
    causesDueAt,
    entry: {
      action: 'incident.escalated',
      summary: 'The security team has taken the incident on',
      details: { causesDueAt: causesDueAt ?? null },
    },
  };
}
