import type {
  IncidentView,
  ReportIncidentRequest,
} from '@micro-apps/plugin-micro-apps-common';
import { MAYA, NOAH, SAM } from './people';
import type { Caller, Portal, PortalFace } from './portal';
import { APP } from './steps';

const HOUR_MS = 3_600_000;

/** This many hours from now, as an instant. */
export function inHours(hours: number): string {
  return new Date(Date.now() + hours * HOUR_MS).toISOString();
}

/** What a page sends that reports an incident. */
export const REPORT: ReportIncidentRequest = {
  title: 'A list went to the wrong people',
  whatHappened: 'The export went to everybody on Monday',
  severity: 'low',
};

/** What the owner's side writes. */
export const CAUSES = {
  causes: 'The list of receivers was built from the wrong group',
  actions: [
    { what: 'Ask before anything is sent', until: '2027-01-31', who: 'Maya' },
  ],
};

/** Somebody reports an incident on Maya's app. */
export async function reported(
  portal: PortalFace,
  changes: Partial<ReportIncidentRequest> = {},
  ref = NOAH,
): Promise<IncidentView> {
  const { body } = await portal
    .as(ref)
    .post(`/apps/${APP}/incidents`, { ...REPORT, ...changes })
    .expect(201);
  return body;
}

/** One step of an incident. */
export function step(
  caller: Caller,
  { id }: Pick<IncidentView, 'id'>,
  name: string,
  body: object = {},
) {
  return caller.post(`/incidents/${id}/${name}`, body);
}

/** An incident as somebody sees it now. */
export async function incident(
  portal: PortalFace,
  { id }: Pick<IncidentView, 'id'>,
  ref = SAM,
): Promise<IncidentView> {
  const { body } = await portal.as(ref).get(`/incidents/${id}`).expect(200);
  return body;
}

/** Sam takes it on and Maya writes the causes. */
export async function explained(
  portal: PortalFace,
  made: IncidentView,
): Promise<void> {
  await step(portal.as(SAM), made, 'escalate').expect(200);
  await step(portal.as(MAYA), made, 'causes', CAUSES).expect(200);
}

/**
 * Sets everything that was ever said of an incident, and what is noted to be
 * done for it, back by some hours: as if nobody had looked since.
 */
export async function hoursPass(
  { knex }: Portal,
  { id }: Pick<IncidentView, 'id'>,
  hours: number,
): Promise<void> {
  const back = (instant: string) =>
    new Date(Date.parse(instant) - hours * HOUR_MS).toISOString();
  const tables = {
    micro_apps_incidents: ['detected_at', 'reported_at', 'escalated_at'],
    micro_apps_incident_severities: ['at'],
    micro_apps_incident_causes: ['received_at'],
  };
  for (const [table, columns] of Object.entries(tables)) {
    const key = table === 'micro_apps_incidents' ? 'id' : 'incident_id';
    for (const row of await knex(table).where({ [key]: id })) {
      for (const column of columns) {
        if (row[column] === null) continue;
        await knex(table)
          .where(key === 'id' ? { id } : { seq: row.seq })
          .update({ [column]: back(row[column]) });
      }
    }
  }
  const [{ queue_order: order }] = await knex('micro_apps_incidents').where({
    id,
  });
  if (order) {
    await knex('micro_apps_incidents')
      .where({ id })
      .update({ queue_order: `${order.slice(0, 2)}${back(order.slice(2))}` });
  }
  for (const note of await knex('micro_apps_outbox').where({
    topic: 'incident.due',
    state: 'waiting',
  })) {
    await knex('micro_apps_outbox')
      .where({ id: note.id })
      .update({ due_at: back(note.due_at), wanted_at: back(note.due_at) });
  }
}
