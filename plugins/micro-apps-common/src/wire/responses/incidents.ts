import { INCIDENT_DUTIES, SEVERITIES } from '@micro-apps/governance-core';
import { z } from 'zod';
import { INCIDENT_CAUSE_KINDS, SUSPENSION_DECISIONS } from '../incidents';
import { entityRef, instant } from './assessment';
import { named } from './named';
import { affectedAppResponse } from './vendors';

const severity = z.enum(SEVERITIES);
const clockName = z.enum(['escalation', 'root-cause']);

/** One incident of an app. @public */
export const incidentResponse = named(
  'Incident',
  z.object({
    id: z.string(),
    originId: z.string(),
    appId: z.string(),
    appName: z.string(),
    title: z.string(),
    whatHappened: z.string(),
    about: z
      .object({ kind: z.enum(INCIDENT_CAUSE_KINDS), name: z.string() })
      .optional(),
    detectedAt: instant,
    reportedAt: instant,
    reportedBy: entityRef,
    severity,
    worstSeverity: severity,
    severities: z.array(
      z.object({
        severity,
        by: entityRef,
        at: instant,
        reason: z.string().optional(),
      }),
    ),
    escalatedAt: instant.optional(),
    escalatedBy: entityRef.optional(),
    causes: z.array(
      z.object({
        receivedAt: instant,
        by: entityRef,
        causes: z.string(),
        actions: z.array(
          z.object({ what: z.string(), until: z.string(), who: z.string() }),
        ),
      }),
    ),
    postMortem: z
      .object({ at: instant, by: entityRef, text: z.string() })
      .optional(),
    suspension: z
      .object({
        decision: z.enum(SUSPENSION_DECISIONS),
        at: instant,
        by: entityRef,
        reason: z.string(),
      })
      .optional(),
    closedAt: instant.optional(),
    closedBy: entityRef.optional(),
    reopened: z.number().int(),
    clocks: z.array(
      z.object({
        name: clockName,
        dueAt: instant,
        state: z.enum(['running', 'met', 'late', 'overdue']),
        doneAt: instant.optional(),
      }),
    ),
    breaches: z.array(
      z.object({ clock: clockName, at: instant, noticedAt: instant }),
    ),
    duties: z.array(z.enum(INCIDENT_DUTIES)),
    viewer: z.object({
      mayHandle: z.boolean(),
      mayWriteCauses: z.boolean(),
      mayRaise: z.boolean(),
      mayLower: z.boolean(),
      mayReopen: z.boolean(),
    }),
  }),
);

/** `GET /v1/apps/:id/incidents`. @public */
export const appIncidentsResponse = named(
  'AppIncidents',
  z.object({
    items: z.array(incidentResponse),
    viewer: z.object({ mayReport: z.boolean(), seesAll: z.boolean() }),
  }),
);

/** `GET /v1/incidents`. @public */
export const incidentsResponse = named(
  'Incidents',
  z.object({
    items: z.array(incidentResponse),
    nextCursor: z.string().optional(),
    total: z.number().int(),
  }),
);

/** `GET /v1/incidents/:id/affected`. @public */
export const incidentAffectedResponse = named(
  'IncidentAffectedApps',
  z.object({
    items: z.array(
      affectedAppResponse.extend({
        incidentId: z.string().optional(),
        told: z.array(entityRef),
      }),
    ),
    nextCursor: z.string().optional(),
    total: z.number().int(),
  }),
);

/** `POST /v1/incidents/:id/spread`. @public */
export const spreadIncidentResponse = named(
  'SpreadIncident',
  z.object({ opened: z.array(incidentResponse) }),
);
