import {
  incidentClocks,
  newBreaches,
  nextDueAt,
  type IncidentClockName,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { lockApp } from '../gates/DatabaseAppLock';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { BackendDeps } from '../kernel/deps';
import { enqueue, timeOfWork, type Delivery } from '../kernel/outbox';
import { SYSTEM_ACTOR } from '../kernel/types';
import type { AppRow } from '../registry/AppStore';
import { queueOrder } from './DatabaseIncidentList';
import { addBreach, getIncident, updateIncident } from './DatabaseIncidents';
import { remindOfClock, tellBreach } from './incidentNotices';
import type { IncidentRow } from './incidentRow';

/** Outbox topic, payload `{ incidentId }`: a deadline of it has just ended. */
export const INCIDENT_DUE = 'incident.due';

/**
 * Notes when to look whether a deadline was met, and when to remind of it. The
 * note is a row, so it is looked at late at worst and never lost; another end
 * of the same deadline is another note, and looking once too often does nothing.
 */
export async function noteClocks(
  tx: Knex.Transaction,
  options: {
    app: AppRow;
    row: IncidentRow;
    only?: readonly IncidentClockName[];
    at: Date;
  },
): Promise<void> {
  const { app, row, only, at } = options;
  const { id, incident } = row;
  for (const { name, dueAt, state } of incidentClocks({
    incident,
    now: at.toISOString(),
  })) {
    if (state !== 'running' || (only && !only.includes(name))) continue;
    await enqueue(tx, {
      topic: INCIDENT_DUE,
      key: `${INCIDENT_DUE}:${id}:${name}:${dueAt}`,
      payload: { incidentId: id },
      at,
      // It is in time until that very instant.
      dueAt: new Date(Date.parse(dueAt) + 1),
    });
    await remindOfClock(tx, { app, row, clock: name, dueAt, at });
  }
}

/**
 * Brings what is stored of the clocks up to what they say now, in the
 * transaction that has locked the app: missed deadlines as of when they were
 * due, each once with its entry and its notice (reliability B4, B5), and the
 * place in the list.
 */
export async function settleClocks(
  tx: Knex.Transaction,
  options: { app: AppRow; row: IncidentRow; at: Date },
): Promise<boolean> {
  const { app, row, at } = options;
  const now = at.toISOString();
  const { incident, breaches: known, reportedAt } = row;
  let found = false;
  for (const breach of newBreaches({ incident, known, now })) {
    if (!(await addBreach(tx, breach))) continue;
    found = true;
    await appendAuditEntry(tx, {
      at,
      actor: SYSTEM_ACTOR,
      action: 'incident.breached',
      appId: app.id,
      summary:
        breach.clock === 'escalation'
          ? 'The security team did not take an incident on in time'
          : 'The causes of an incident were not written down in time',
      details: {
        incidentId: row.id,
        clock: breach.clock,
        dueAt: breach.at,
        noticedAt: breach.noticedAt,
      },
    });
    await tellBreach(tx, { app, row, breach, at });
  }
  await updateIncident(tx, row.id, {
    queue_order:
      incident.closedAt === undefined
        ? queueOrder({ dueAt: nextDueAt({ incident, now }), reportedAt })
        : null,
  });
  return found;
}

/** Looks whether a deadline was met; whoever looks second finds it written. */
export function lookAtClock(deps: Pick<BackendDeps, 'clock' | 'database'>) {
  return async function look(
    payload: Record<string, unknown>,
    delivery: Pick<Delivery, 'wantedAt'>,
  ): Promise<void> {
    const { clock, database } = deps;
    const id = String(payload.incidentId);
    await database.transaction(async tx => {
      const named = await getIncident(tx, id);
      const app = named && (await lockApp(tx, named.appId));
      const row = app && (await getIncident(tx, id));
      if (!app || !row) return;
      const at = timeOfWork(clock, delivery);
      if (await settleClocks(tx, { app, row, at })) {
        await enqueueAppChanged(tx, { appId: app.id, at });
      }
    });
  };
}
