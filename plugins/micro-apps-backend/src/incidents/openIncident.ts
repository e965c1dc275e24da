import { incidentClocks, type Severity } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { CommandContext } from '../kernel/commands';
import type { AppRow } from '../registry/AppStore';
import {
  addSeverity,
  getIncident,
  insertIncident,
  type NewIncident,
} from './DatabaseIncidents';
import { noteClocks, settleClocks } from './incidentClock';
import { tellReported } from './incidentNotices';
import type { IncidentRow } from './incidentRow';
import { takeOn } from './takeOn';

/** What is new about an incident; who says it, and when, the context knows. */
export type Opening = Pick<
  NewIncident,
  | 'id'
  | 'originId'
  | 'title'
  | 'whatHappened'
  | 'about'
  | 'detectedAt'
  | 'limits'
> & {
  readonly severity: Severity;
  /** Whoever opens it has it for the security team with that. */
  readonly takenOn?: boolean;
};

/**
 * Puts an incident on record in the transaction that has locked its app: row,
 * entries, clocks, and who is told at once.
 */
export async function openIncident(
  tx: Knex.Transaction,
  options: {
    app: AppRow;
    opening: Opening;
    context: Pick<CommandContext, 'actor' | 'now'>;
  },
): Promise<IncidentRow> {
  const { app, opening, context } = options;
  const { severity, takenOn = false, ...made } = opening;
  const { actor, now } = context;
  const at = now.toISOString();
  await insertIncident(tx, {
    ...made,
    appId: app.id,
    reportedAt: at,
    reportedBy: actor.ref,
    reportedBySubject: actor.subject,
  });
  await addSeverity(tx, {
    incidentId: made.id,
    severity,
    by: actor.ref,
    bySubject: actor.subject,
    at,
  });
  await appendAuditEntry(tx, {
    at: now,
    actor,
    action: 'incident.reported',
    appId: app.id,
    summary: `Incident reported: ${made.title}`,
    details: {
      incidentId: made.id,
      originId: made.originId,
      severity,
      detectedAt: made.detectedAt,
      aboutKind: made.about?.kind ?? null,
    },
    personal: {
      title: made.title,
      whatHappened: made.whatHappened,
      aboutName: made.about?.name ?? null,
    },
  });
  const reported = await written(tx, made.id);
  const [escalation] = incidentClocks({ incident: reported.incident, now: at });
  let dueAt: string | undefined = escalation?.dueAt;
  await noteClocks(tx, { app, row: reported, at: now });
  if (takenOn) {
    const taken = await takeOn(tx, { app, row: reported, context });
    const { details, ...entry } = taken.entry;
    await appendAuditEntry(tx, {
      ...entry,
      at: now,
      actor,
      appId: app.id,
      details: { incidentId: made.id, ...details },
    });
    dueAt = taken.causesDueAt;
  }
  await tellReported(tx, {
    app,
    row: reported,
    at: now,
    severity,
    takenOn,
    dueAt,
  });
  await settleClocks(tx, { app, row: await written(tx, made.id), at: now });
  await enqueueAppChanged(tx, { appId: app.id, at: now });
  return await written(tx, made.id);
}

async function written(tx: Knex.Transaction, id: string): Promise<IncidentRow> {
  const row = await getIncident(tx, id);
  if (!row) throw new Error('The incident that was just written is gone');
  return row;
}
