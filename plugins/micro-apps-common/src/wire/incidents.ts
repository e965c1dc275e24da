import {
  SEVERITIES,
  type Breach,
  type IncidentClock,
  type IncidentDuty,
  type Severity,
} from '@micro-apps/governance-core';
import { z } from 'zod';
import {
  choiceField,
  idempotencyKeyField,
  instantField,
  listField,
  pageFields,
  strictFields,
  textField,
} from './fields';
import type { AffectedApp } from './vendors';

/** What several apps can have in common that an incident is about. @public */
export const INCIDENT_CAUSE_KINDS = [
  'vendor',
  'api',
  'scope',
  'component',
] as const;
/** @public */
export type IncidentCauseKind = (typeof INCIDENT_CAUSE_KINDS)[number];

const sharedCause = strictFields({
  kind: choiceField('what it is', INCIDENT_CAUSE_KINDS),
  name: textField({ what: 'its name', max: 500 }),
});

/** A report or a step counts once for a key, however often it is sent. */
const once = { idempotencyKey: idempotencyKeyField.optional() };

const severityField = choiceField('how bad it is', SEVERITIES);

const reasonField = textField({
  what: 'your reason',
  min: 3,
  max: 2_000,
  multiline: true,
});

/** `POST /v1/apps/:id/incidents`. @public */
export const reportIncidentRequest = strictFields({
  title: textField({ what: 'what happened in a few words', max: 200 }),
  whatHappened: textField({
    what: 'what happened',
    max: 10_000,
    multiline: true,
  }),
  /** When somebody first saw it; now, where left out. Its clocks run from then. */
  detectedAt: instantField('the time it was noticed').optional(),
  severity: severityField,
  /** What it comes from, where other apps may use the same. */
  about: sharedCause.optional(),
  ...once,
});
/** @public */
export type ReportIncidentRequest = z.input<typeof reportIncidentRequest>;

/** `GET /v1/incidents`. @public */
export const incidentsQuery = strictFields({
  show: choiceField('which incidents', ['open', 'overdue', 'all']).default(
    'open',
  ),
  ...pageFields(),
});
/** @public */
export type IncidentsQuery = z.input<typeof incidentsQuery>;

/** `POST /v1/incidents/:id/escalate` and `/close`. @public */
export const incidentStepRequest = strictFields(once);
/** @public */
export type IncidentStepRequest = z.input<typeof incidentStepRequest>;

/** `POST /v1/incidents/:id/causes`. @public */
export const incidentCausesRequest = strictFields({
  causes: textField({
    what: 'the causes',
    min: 10,
    max: 10_000,
    multiline: true,
  }),
  actions: listField(
    'what will be done',
    strictFields({
      what: textField({ what: 'what will be done', min: 3, max: 500 }),
      until: z
        .string({ error: 'Give the day until when, like 2027-01-31' })
        .regex(/^\d{4}-\d{2}-\d{2}$/, {
          error: 'Give the day until when, like 2027-01-31',
        })
        .refine(day => !Number.isNaN(Date.parse(day)), {
          error: 'Give the day until when, like 2027-01-31',
        }),
      who: textField({ what: 'who does it', min: 2, max: 200 }),
    }),
    20,
  ).min(1, { error: 'Say at least one thing that will be done' }),
  ...once,
});
/** @public */
export type IncidentCausesRequest = z.input<typeof incidentCausesRequest>;

/** `POST /v1/incidents/:id/severity`. @public */
export const incidentSeverityRequest = strictFields({
  severity: severityField,
  reason: reasonField,
  ...once,
});
/** @public */
export type IncidentSeverityRequest = z.input<typeof incidentSeverityRequest>;

/** `POST /v1/incidents/:id/post-mortem`. @public */
export const incidentPostMortemRequest = strictFields({
  text: textField({
    what: 'what you learnt',
    min: 10,
    max: 20_000,
    multiline: true,
  }),
  ...once,
});
/** @public */
export type IncidentPostMortemRequest = z.input<
  typeof incidentPostMortemRequest
>;

/** What can be decided about an app after a grave incident. @public */
export const SUSPENSION_DECISIONS = ['suspend', 'keep-running'] as const;
/** @public */
export type SuspensionDecision = (typeof SUSPENSION_DECISIONS)[number];

/** `POST /v1/incidents/:id/suspension`. @public */
export const incidentSuspensionRequest = strictFields({
  decision: choiceField('whether it is suspended', SUSPENSION_DECISIONS),
  reason: reasonField,
  ...once,
});
/** @public */
export type IncidentSuspensionRequest = z.input<
  typeof incidentSuspensionRequest
>;

/** `POST /v1/incidents/:id/reopen`. @public */
export const reopenIncidentRequest = strictFields({
  reason: reasonField,
  ...once,
});
/** @public */
export type ReopenIncidentRequest = z.input<typeof reopenIncidentRequest>;

/** `POST /v1/incidents/:id/about`. @public */
export const incidentAboutRequest = sharedCause.safeExtend(once);
/** @public */
export type IncidentAboutRequest = z.input<typeof incidentAboutRequest>;

/** `GET /v1/incidents/:id/affected`; pages through the apps. @public */
export const incidentAffectedQuery = strictFields({ ...pageFields() });
/** @public */
export type IncidentAffectedQuery = z.input<typeof incidentAffectedQuery>;

/** `POST /v1/incidents/:id/spread`. @public */
export const spreadIncidentRequest = strictFields({
  appIds: listField(
    'the apps',
    z
      .string({ error: 'Name each app by its id' })
      .regex(/^[\x21-\x7e]{1,64}$/, { error: 'Name each app by its id' }),
    50,
  ).min(1, { error: 'Choose at least one app' }),
});
/** @public */
export type SpreadIncidentRequest = z.input<typeof spreadIncidentRequest>;

/** Causes and remedies, as they were received. @public */
export interface IncidentCauses {
  readonly receivedAt: string;
  readonly by: string;
  readonly causes: string;
  readonly actions: readonly {
    readonly what: string;
    /** A day, YYYY-MM-DD. */
    readonly until: string;
    readonly who: string;
  }[];
}

/** One incident of an app. @public */
export interface IncidentView {
  readonly id: string;
  /** The same for every incident that was opened from one. */
  readonly originId: string;
  readonly appId: string;
  readonly appName: string;
  readonly title: string;
  readonly whatHappened: string;
  readonly about?: {
    readonly kind: IncidentCauseKind;
    readonly name: string;
  };
  readonly detectedAt: string;
  readonly reportedAt: string;
  readonly reportedBy: string;
  readonly severity: Severity;
  /** The worst it ever had: duties that came with it stay. */
  readonly worstSeverity: Severity;
  readonly severities: readonly {
    readonly severity: Severity;
    readonly by: string;
    readonly at: string;
    readonly reason?: string;
  }[];
  readonly escalatedAt?: string;
  readonly escalatedBy?: string;
  /** Every version, the newest first. */
  readonly causes: readonly IncidentCauses[];
  readonly postMortem?: {
    readonly at: string;
    readonly by: string;
    readonly text: string;
  };
  readonly suspension?: {
    readonly decision: SuspensionDecision;
    readonly at: string;
    readonly by: string;
    readonly reason: string;
  };
  readonly closedAt?: string;
  readonly closedBy?: string;
  /** How often it was opened again. */
  readonly reopened: number;
  readonly clocks: readonly IncidentClock[];
  readonly breaches: readonly Omit<Breach, 'incidentId'>[];
  /** What is left before it can be closed, in this order. */
  readonly duties: readonly IncidentDuty[];
  readonly viewer: {
    /** In the name of the security team: take on, decide, close, spread. */
    readonly mayHandle: boolean;
    readonly mayWriteCauses: boolean;
    readonly mayRaise: boolean;
    readonly mayLower: boolean;
    readonly mayReopen: boolean;
  };
}

/** `GET /v1/apps/:id/incidents`: open ones first, then the newest. @public */
export interface AppIncidentsResponse {
  readonly items: readonly IncidentView[];
  readonly viewer: {
    readonly mayReport: boolean;
    /** Otherwise only what one reported oneself is listed. */
    readonly seesAll: boolean;
  };
}

/** @public */
export interface IncidentsResponse {
  readonly items: readonly IncidentView[];
  readonly nextCursor?: string;
  readonly total: number;
}

/** An app that uses what an incident is about. @public */
export interface IncidentAffectedApp extends AffectedApp {
  /** The incident that was opened on it from the same origin. */
  readonly incidentId?: string;
  /** Who would be told at once, beside the security team. */
  readonly told: readonly string[];
}

/** @public */
export interface IncidentAffectedResponse {
  readonly items: readonly IncidentAffectedApp[];
  readonly nextCursor?: string;
  readonly total: number;
}

/** Incidents that were opened now; apps that had one already are left out. @public */
export interface SpreadIncidentResponse {
  readonly opened: readonly IncidentView[];
}
